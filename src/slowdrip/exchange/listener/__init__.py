"""The listener: takes bedside monitors' messages over MLLP, commits them in groups, answers each after its commit."""
