# Runs a command whose messages stand in its output.
exec "$@" 2>&1
