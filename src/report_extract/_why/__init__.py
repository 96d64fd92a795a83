"""Why a span was read, or not: `tracing` watches the rules at work on one place, `account` tells what it saw."""
