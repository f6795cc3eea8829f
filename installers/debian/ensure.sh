#!/bin/sh
# Install the system packages that are missing, as root; otherwise say the one line to run. Elsewhere than on Debian
# and its kin nothing is done: the README says what those systems need.
set -eu
here=$(dirname "$0")
command -v dpkg-query >/dev/null 2>&1 || exit 0

missing=""
for list in "$@"; do
  while read -r package; do
    case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
      *"ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done < "$here/packages-$list.txt"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  echo "Installing system packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  # shellcheck disable=SC2086  # a list of names
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "System packages are missing. Run this once, then try again:"
  echo "  sudo apt-get install$missing"
  exit 1
fi
