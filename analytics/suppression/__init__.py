"""What may not be shown, since a person could be recognised: rules on counts alone, no figure is computed here."""
