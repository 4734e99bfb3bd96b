"""Go-live: patients whose treatment began before Slowdrip, from one table, with preview and undo."""
