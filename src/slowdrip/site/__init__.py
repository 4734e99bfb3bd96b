"""What holds the apps together: settings, URLs, base templates, design tokens."""
