# What the run-* scripts share; each of them sources it first.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vectorlr
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
unset VECTORLR_ISA # what each run chooses by itself is what is tested

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }

publish() { # PROJECT [options for dotnet publish]
    dotnet publish "$root/$1" -c Release --tl:off -v:quiet "${@:2}"
}

# Self-contained, for an emulated CPU, on which the JIT takes most of the time: all but the kernels (Directory.Build.props) is compiled here.
publish_to_emulate() { # PROJECT RUNTIME FOLDER
    publish "$1" -r "$2" --self-contained -p:PublishReadyToRun=true -o "$3"
}

# apt-get over package lists in a folder of their own, so that the system's are left alone and root is not needed.
lists() { # FOLDER [options for apt-get]; sets apt, the command, and fetches the lists
    mkdir -p "$1/partial"
    apt=(apt-get -qq -o Dir::State::Lists="$1" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User="$(id -un)" "${@:2}")
    quietly "${apt[@]}" update
}

# Packages themselves, without what they depend on, with the apt-get of the last lists.
download() { # FOLDER PACKAGE...
    mkdir -p "$1"
    (cd "$1" && quietly "${apt[@]}" download "${@:2}")
}

quietly() { # COMMAND; says what it printed only where it fails
    "$@" >"$work/quietly.log" 2>&1 || { cat "$work/quietly.log" >&2; fail "$*"; }
}

# Whether what vectorlr verify printed names the Isa as its own choice, and every hash as agreeing.
check_verify() { # ISA FILE
    grep -Eq "^Isa +$1: " "$2" && ! grep -q 'forced by' "$2" || fail "verify did not say that it chose $1"
    grep -Eq '^([1-9][0-9]*) of \1 agree' "$2" || fail 'verify did not say that all hashes agree'
}

# Whether CpuTests, run with -showLiveOutput, says that it chose the Isa and passed.
check_tests() { # ISA FILE
    grep -q "chosen: $1: " "$2" && ! grep -q 'forced by' "$2" || fail "the tests did not say that they chose $1"
    grep -Eq 'Total: [1-9][0-9]*, Errors: 0, Failed: 0,' "$2" || fail 'the tests did not say that they passed'
}
