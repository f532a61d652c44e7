# Runs a program of the shell $1, unless it can't be parsed.
"$1" -n /box/program || exit 98
exec "$1" /box/program
