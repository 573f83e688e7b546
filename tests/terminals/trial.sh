#!/usr/bin/env bash
# Tries sayso in real terminals under Xvfb: sends keys and keeps screenshots, which are to be looked at.
#
#   tests/terminals/trial.sh PROGRAM FOLDER [TERMINAL[:SCENARIO] ...]
#
# Debian: apt-get install xvfb openbox xdotool imagemagick dbus-x11 x11-xkb-utils libgl1-mesa-dri fonts-dejavu-core
# fonts-noto-core fonts-noto-color-emoji screen mosh xterm kitty alacritty foot weston rxvt-unicode stterm xfce4-terminal konsole
#
# Scenarios, and what the picture must show:
#   text        the sample after `n n`: readable colours on the terminal's own background
#   copied      the sample after `y`: a message that tells where the text went
#   scripts     right-to-left words read from the right, closed ranks beside emoji and Indic words, accents in place
#   scrolled    the same a few lines further: no remnants
#   pictures    a picture between links, whole; `scrolls`: the same scrolled over rows that held links
#   last-row    only the text (`z`) with a picture across the last row, which stays empty; nothing is scrolled away above
#   hidden      pictures that are always shown, after `p`: hidden; `zoomed`: after a font zoom, in the right number of rows
#   wheel       the wheel over the list of speakers: one entry further
#   cyrillic    the shell after Ctrl-C under a Russian layout; `slow`: the shell after quitting at once on a line with a
#               delay of a second, without the terminal's replies; `screen`, `mosh`: the shell after quitting in GNU
#               screen and in mosh
#
# What only the terminals could mend:
#   kitty 0.26  punctuation beside an Arabic word is turned round with it if the font has Arabic letters itself (DejaVu Sans
#               Mono), and is not if they come from another font (Liberation Mono). A program cannot know which.
#   xterm       with a Cyrillic layout, Ctrl-C sends the same two bytes as the letter alone, and nothing with
#               modifyOtherKeys 1 or 2. `q` quits, since keys stand where they stand on every layout.
#   tmux 3.3a   answers DA1, but not the query for the background (OSC 11): on a white terminal it stays dark, as in mosh.
#               `theme = "light"` in the settings helps.
set -um
program=$(realpath "$1")
shots=$(mkdir -p "$2" && realpath "$2")
shift 2
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
export DISPLAY=:77 LIBGL_ALWAYS_SOFTWARE=1 XDG_RUNTIME_DIR="$work"
port=7780
started=()

stop() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null; done
    rm -rf "$work"
}
trap stop EXIT

Xvfb "$DISPLAY" -screen 0 1100x760x24 >"$work/xvfb.log" 2>&1 &
started+=($!)
python3 "$here/web.py" "$port" >"$shots/requests.log" 2>&1 &
started+=($!)
sleep 1
openbox >/dev/null 2>&1 &
started+=($!)

# A shell script that runs the program and leaves an interactive shell behind.
command_file() { # SCENARIO ARGUMENTS...
    local scenario=$1 file="$work/run.sh" wrap="" home="$work/home"
    shift
    rm -rf "$home"
    mkdir -p "$home/.config/sayso"
    case $scenario in
        slow) wrap="python3 $here/slow.py 1" ;;
        screen) wrap="screen -q" ;;
        mosh) wrap="$here/mosh.sh" ;;
        hidden | zoomed) printf '[images]\npolicy = "always"\n' >"$home/.config/sayso/config.toml" ;;
    esac
    cat >"$file" <<END
export HOME=$home http_proxy=http://127.0.0.1:$port PS1='shell> '
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
cd $here/pages
$wrap $program $*
exec bash --norc -i
END
    echo "$file"
}

# Starts a terminal with a script.
open_terminal() { # TERMINAL FILE
    local size="90x28" font="DejaVu Sans Mono"
    case $1 in
        xterm) xterm -fa "$font" -fs 11 -geometry $size -e bash "$2" ;;
        xterm-white) xterm -bg white -fg black -fa "$font" -fs 11 -geometry $size -e env -u XTERM_VERSION TERM=xterm-16color bash "$2" ;;
        xterm-sixel) xterm -ti vt340 -fa "$font" -fs 11 -geometry $size -e bash "$2" ;;
        kitty)
            KITTY_CONFIG_DIRECTORY="$work" kitty -o initial_window_width=90c -o initial_window_height=28c -o font_size=11 \
                -o remember_window_size=no -o confirm_os_window_close=0 -o update_check_interval=0 bash "$2"
            ;;
        alacritty) alacritty -o window.dimensions.columns=90 window.dimensions.lines=28 font.size=11 -e bash "$2" ;;
        urxvt) urxvt -fn "xft:$font:size=11" -geometry $size -e bash "$2" ;;
        urxvt-white) COLORFGBG="0;15" urxvt -bg white -fg black -fn "xft:$font:size=11" -geometry $size -e bash "$2" ;;
        st) st -f "$font:size=11" -g $size -e bash "$2" ;;
        vte) dbus-run-session -- xfce4-terminal --disable-server --geometry=$size --font="$font 11" -x bash "$2" ;;
        konsole)
            dbus-run-session -- konsole --separate --hide-menubar --hide-tabbar -p "Font=$font,11,-1,5,50,0,0,0,0,0" \
                -p TerminalColumns=90 -p TerminalRows=28 -e bash "$2"
            ;;
        foot)
            weston --backend=x11-backend.so --width=900 --height=620 --socket=trial --idle-time=0 --shell=kiosk-shell.so \
                >"$work/weston.log" 2>&1 &
            local compositor=$!
            sleep 2
            WAYLAND_DISPLAY=trial foot -f "$font:size=11" bash "$2"
            kill $compositor
            ;;
    esac >"$work/$1.log" 2>&1
}

key() {
    local each
    for each in "$@"; do
        xdotool key --clearmodifiers "$each"
        sleep 0.15
    done
}

shot() { # NAME
    sleep "${2:-0.8}"
    import -window root "$shots/$1.png"
    echo "$shots/$1.png"
}

# Sends the keys of a scenario and keeps its pictures.
play() { # TERMINAL SCENARIO
    case $2 in
        text) key n n && shot "$1-text" ;;
        copied) key n y && shot "$1-copied" ;;
        scripts) shot "$1-scripts" && key j j j j j j j && shot "$1-scrolled" ;;
        pictures) key z p && shot "$1-pictures" 3 && key j j j j j && shot "$1-scrolls" && key k k k && shot "$1-scrolls-back" ;;
        last-row) key z ctrl+d p && shot "$1-last-row" 3 ;;
        hidden) shot "$1-always" 3 && key p && shot "$1-hidden" && key p && shot "$1-shown-again" ;;
        zoomed)
            sleep 3
            case $1 in
                kitty) key ctrl+shift+equal ctrl+shift+equal ctrl+shift+equal ;;
                *) key ctrl+plus ctrl+plus ctrl+plus ;;
            esac
            shot "$1-zoomed" 3
            ;;
        wheel)
            key h Return && xdotool getactivewindow mousemove --window %1 80 150 && shot "$1-wheel-before"
            xdotool click 5 && shot "$1-wheel-1" && xdotool click 5 && shot "$1-wheel-2"
            ;;
        cyrillic)
            # By number, so that the layout decides on the letters: j twice, then Ctrl-C.
            setxkbmap ru && key 44 44 && shot "$1-cyrillic-moved" && xdotool keydown 37 key 54 keyup 37
            shot "$1-cyrillic" && setxkbmap us
            ;;
        slow) shot "$1-slow" 6 ;;
        screen | mosh) key n n && shot "$1-$2" && key q && shot "$1-$2-quit" 2 ;;
    esac
}

trial() { # TERMINAL SCENARIO
    local arguments="--sample" file
    case $2 in
        scripts) arguments="scripts.html" ;;
        pictures | last-row | hidden | zoomed) arguments="pictures.html" ;;
    esac
    file=$(command_file "$2" "$arguments")
    (open_terminal "$1" "$file") &
    local pid=$!
    if [ "$2" = slow ]; then
        # At once, but not before the terminal has opened its window.
        sleep "${TRIAL_SLOW:-2}"
        key q
    else
        sleep "${TRIAL_START:-4}"
    fi
    # Weston drops the first keys after its window has the focus.
    [ "$1" = foot ] && sleep 2 && key Escape Escape Escape
    play "$1" "$2"
    kill -- "-$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    sleep 0.5
}

all=(text copied scripts pictures last-row hidden zoomed wheel slow cyrillic screen mosh)
[ $# -gt 0 ] || set -- xterm xterm-white xterm-sixel kitty alacritty foot urxvt urxvt-white st vte konsole
for wanted in "$@"; do
    terminal=${wanted%%:*}
    if [ "$terminal" != "$wanted" ]; then
        trial "$terminal" "${wanted#*:}"
        continue
    fi
    for scenario in "${all[@]}"; do trial "$terminal" "$scenario"; done
done
