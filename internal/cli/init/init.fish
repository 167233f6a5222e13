# Judges each line before fish runs it:  tagout init fish | source  at the end of config.fish.
#
# Enter and ^J are bound to a function that judges the line, and then has fish execute
# it or leaves it in the edit buffer. fish_preexec comes too late: fish runs the line
# whatever it does.
if builtin status is-interactive

    set -g _tagout_program @PROGRAM@
    set -g _tagout_failed
    set -g _tagout_warned

    # _tagout_send TEXT [OPTIONS] sends a text, with the functions and abbreviations that
    # it may call, to the program. fish's own functions are not sent: they are what their
    # names say.
    function _tagout_send
        set -l text $argv[1]
        set -l names (builtin string split -n ' ' -- (builtin string replace -ra '[^A-Za-z0-9_.:+@-]+' ' ' -- $text))
        set -l seen
        set -l kinds
        set -l bodies
        set -l size 0
        set -l i 0
        while builtin test $i -lt (builtin count $names); and builtin test $i -lt 2000; and builtin test $size -lt 262144
            set i (builtin math $i + 1)
            set -l name $names[$i]
            builtin contains -- $name $seen; and continue
            set -a seen $name
            set -l row (abbr --show 2>/dev/null | builtin string match -r -- '^abbr -a -- '(builtin string escape --style=regex -- $name)' (.*)$')
            if builtin test (builtin count $row) -eq 2
                builtin eval "set -l stands $row[2]"
                set -a kinds "alias $name"
                set -a bodies $stands
                set -a names (builtin string split -n ' ' -- (builtin string replace -ra '[^A-Za-z0-9_.:+@-]+' ' ' -- $stands))
            end
            builtin functions -q -- $name; or continue
            builtin string match -q -- '_tagout_*' $name; and continue
            builtin string match -q -- "$__fish_data_dir/*" (builtin functions --details -- $name); and continue
            set -l body (builtin functions -- $name | builtin string collect)
            set -a kinds "function $name"
            set -a bodies $body
            set size (builtin math $size + (builtin string length -- "$body"))
            set -a names (builtin string split -n ' ' -- (builtin string replace -ra '[^A-Za-z0-9_.:+@-]+' ' ' -- $body))
        end
        set -l b tagout
        while builtin string match -q -- "*$b*" $text $bodies
            set b $b-
        end
        set -l sent $b $text
        set i 0
        while builtin test $i -lt (builtin count $kinds)
            set i (builtin math $i + 1)
            set -a sent "$b $kinds[$i]" $bodies[$i]
        end
        builtin printf '%s\n' $sent | $_tagout_program prompt --shell fish $argv[2..]
    end

    # _tagout_harmless TEXT: a builtin and words that can do nothing else.
    function _tagout_harmless
        builtin string match -qr -- '^(cd|pushd|popd|dirs|pwd|fg|bg|jobs|exit|true|false)( [A-Za-z0-9_./ ~-]*)?$' $argv[1]
    end

    # _tagout_judge TEXT: 0 fish may go on with the text, 1 it is held.
    function _tagout_judge
        builtin string match -qr -- '^\s*$' $argv[1]; and return 0
        _tagout_harmless $argv[1]; and return 0
        _tagout_send $argv[1] >/dev/null 2>&1
        set -l code $status
        switch $code
            case 0
                return 0
            case 10
                builtin echo
                _tagout_send $argv[1] --ask
                return $status
        end
        _tagout_trouble $argv[1] $code
    end

    # _tagout_trouble TEXT CODE: the program is gone, or has failed on this text.
    function _tagout_trouble
        if not builtin test -x $_tagout_program
            builtin test -n "$_tagout_warned"; or builtin echo \n"tagout: $_tagout_program is gone: lines run unjudged in this shell" >&2
            set -g _tagout_warned 1
            return 0
        end
        if builtin test "$_tagout_failed" = "$argv[1]"
            set -g _tagout_failed
            return 0
        end
        set -g _tagout_failed $argv[1]
        builtin echo \n"tagout could not judge this line (exit status $argv[2]): accept it once more to run it unjudged" >&2
        return 1
    end

    # _tagout_abbreviation keeps fish from expanding, after the line was judged, what is
    # no abbreviation of a plain word where a command begins: those are sent.
    function _tagout_abbreviation
        builtin test -n "$(builtin commandline -ct)"; or return
        abbr --show 2>/dev/null | builtin string match -qv -- 'abbr -a -- *'; or return
        builtin commandline -i ' '
    end

    # _tagout_data: the line is one that a program reads, and that fish itself asks for.
    function _tagout_data
        set -l running (builtin status current-command)
        builtin test "$running" = fish; and return 1
        builtin test "$running" = read; or builtin functions -q -- $running
    end

    # _tagout_enter stands for what accepts a line.
    function _tagout_enter
        if _tagout_data
            builtin commandline -f execute
            return
        end
        if builtin commandline --paging-mode; or builtin commandline --search-mode
            builtin commandline -f execute
            return
        end
        set -l text (builtin commandline | builtin string collect)
        if builtin string match -qr -- '(^|[^\\\\])(\\\\\\\\)*\\\\$' $text; and builtin test (builtin commandline -C) -ge (builtin string length -- $text)
            builtin commandline -i \n # as fish does behind a backslash
            return
        end
        builtin commandline --is-valid
        if builtin test $status -eq 2 # fish reads on, and runs nothing yet
            builtin commandline -f execute
            return
        end
        _tagout_abbreviation
        if _tagout_judge (builtin commandline | builtin string collect)
            builtin commandline -f execute
        else
            builtin history append -- (builtin commandline | builtin string collect) 2>/dev/null # from fish 4 on
            builtin commandline -f repaint
        end
    end

    for mode in default insert replace visual
        for key in \r \n
            builtin bind -M $mode $key _tagout_enter
        end
    end
    # Keys of the person's own that do what Enter did.
    for row in (builtin bind --user 2>/dev/null | builtin string match -r -- '^bind .* execute$')
        builtin eval (builtin string replace -r -- ' execute$' ' _tagout_enter' $row)
    end
    set -gx TAGOUT_PROMPT $fish_pid
end
