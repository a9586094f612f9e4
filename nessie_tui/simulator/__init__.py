"""A Mixpanel in a box: an ASGI app with scenarios and faults, for the demo and the tests."""
