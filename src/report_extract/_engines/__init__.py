"""The engines: the only modules that load the heavy libraries, each behind one adapter."""
