"""The portal: over real HTTP, on editions baked from the kiosk's gold."""
