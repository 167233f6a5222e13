# Judges each line before bash runs it:  eval "$(tagout init bash)"  at the end of .bashrc.
#
# A key that accepts a line is a macro of two: the first judges the line, the second is
# bound to what the first has found, to accept it or to do nothing. PS0, which bash
# expands between reading a command and running it, refuses what came past that. PS2,
# which it expands before it reads on, tells that nothing runs.

# The person's aliases have no part in what follows.
_tagout_aliases=
shopt -q expand_aliases && _tagout_aliases=1 && shopt -u expand_aliases
if [[ $- == *i* ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then

_tagout_program=@PROGRAM@
_tagout_before= _tagout_failed= _tagout_warned= _tagout_kept= _tagout_running=0
# Each line of what was judged is the last of one command, or bash reads on after it.
_tagout_left=1
_tagout_pass=([0]=) # by whether more was read than that
_tagout_ps0='${BASH_VERSION:$((_tagout_running=1,_tagout_left--,0)):0}${_tagout_pass[_tagout_left<0]-$(_tagout_stop)}'
_tagout_ps2='${BASH_VERSION:$((_tagout_running=0,_tagout_left--,0)):0}'

# _tagout_defined TEXT leaves the aliases and functions that a text may use in
# _tagout_sent, each behind a line of the boundary.
_tagout_defined() {
  local b=$2 w body i
  local -a names
  local -A seen=()
  _tagout_sent=
  set -f
  names=(${1//[^A-Za-z0-9_.:+@-]/ })
  for ((i = 0; i < ${#names[@]} && i < 4000 && ${#_tagout_sent} < 262144; i++)); do
    w=${names[i]}
    [[ -z ${seen[$w]-} && $w != _tagout_* ]] || continue
    seen[$w]=1
    if [[ -n ${BASH_ALIASES[$w]+x} ]]; then
      body=${BASH_ALIASES[$w]}
      _tagout_sent+=$'\n'"$b alias $w"$'\n'"$body"
      names+=(${body//[^A-Za-z0-9_.:+@-]/ })
    fi
    if declare -F -- "$w" >/dev/null; then
      body=$(declare -f -- "$w")
      _tagout_sent+=$'\n'"$b function $w"$'\n'"$body"
      names+=(${body//[^A-Za-z0-9_.:+@-]/ })
    fi
  done
  [[ $_tagout_glob ]] && set +f
}

# _tagout_send TEXT [OPTIONS] sends a text to the program.
_tagout_send() {
  local text=$1 b=tagout _tagout_sent _tagout_glob=
  shift
  [[ $- == *f* ]] || _tagout_glob=1
  _tagout_defined "$text" "$b"
  while [[ $text$_tagout_sent == *$'\n'"$b"* && $text == *"$b"* ]]; do
    b+=-
    _tagout_defined "$text" "$b"
  done
  "$_tagout_program" prompt --shell bash "$@" <<<"$b"$'\n'"$text$_tagout_sent"
}

# _tagout_harmless TEXT: a builtin and words that can do nothing else.
_tagout_harmless() {
  [[ $1 != *[!A-Za-z0-9_./\ ~-]* && $1 != ' '* ]] || return
  local word=${1%% *}
  case $word in
    cd | pushd | popd | dirs | pwd | fg | bg | jobs | exit | logout | true | false) ;;
    *) return 1 ;;
  esac
  [[ -z ${BASH_ALIASES[$word]-} ]] && ! declare -F -- "$word" >/dev/null
}

# _tagout_judge TEXT: 0 the text may run, 1 it is held, 2 bash must read on first.
_tagout_judge() {
  [[ $1 != *[![:space:]]* ]] && return 0
  _tagout_harmless "$1" && return 0
  _tagout_send "$1" --open >/dev/null 2>&1
  local code=$?
  case $code in
    0) return 0 ;;
    10) ;;
    11) return 2 ;;
    *)
      _tagout_trouble "$1" "$code"
      return
      ;;
  esac
  _tagout_send "$1" --open --ask || return 1
}

# _tagout_trouble TEXT CODE: the program is gone, or has failed on this text.
_tagout_trouble() {
  if [[ ! -x $_tagout_program ]]; then
    [[ $_tagout_warned ]] || builtin printf '%s\n' "tagout: $_tagout_program is gone: lines run unjudged in this shell" >&2
    _tagout_warned=1
    return 0
  fi
  if [[ $_tagout_failed == "$1" ]]; then
    _tagout_failed=
    return 0
  fi
  _tagout_failed=$1
  builtin printf '%s\n' "tagout could not judge this line (exit status $2): accept it once more to run it unjudged" >&2
  return 1
}

# _tagout_history LINE prints a line with what its references to the history stand for.
# The builtin drops the last entry first, as if that were the line itself: one that is
# pushed it keeps, so the last is pushed in its own place.
_tagout_history() {
  local HISTTIMEFORMAT= before last number
  before=$(builtin history 1)
  number=${before#"${before%%[0-9]*}"}
  last=${number#"${number%%[!0-9]*}"}
  number=${number%%[!0-9]*}
  if [[ $number ]]; then
    builtin history -s -- "${last:2}"
    [[ $(builtin history 1) == "$before" ]] || builtin history -d "$number"
  fi
  builtin history -p -- "$1"
}

# _tagout_typed is bound to the first key. What bash has read before belongs to the
# line, unless it runs, and the line is one that a program reads: a paste of several
# lines may run in part before bash must read on.
_tagout_typed() {
  _tagout_status=$?
  local - # the person's options and separators have no part in this
  set +efk
  local status=$_tagout_status line=$READLINE_LINE text ends IFS=$' \t\n'
  if ((_tagout_running)); then
    _tagout_next 1
    return "$status"
  fi
  if [[ -o histexpand && ($line == *!* || $line == ^*) ]]; then
    line=$(_tagout_history "$line" 2>/dev/null) || line=$READLINE_LINE
  fi
  text=$_tagout_before$line
  ends=${line//[!$'\n']/}
  _tagout_left=0
  _tagout_judge "$text"
  case $? in
    0)
      _tagout_left=$((${#ends} + 1))
      [[ ${BASH_ALIASES[*]} == *$'\n'* ]] && _tagout_left=65536 # commands of their own
      ;;
    2) _tagout_left=${#ends} ;; # whole commands before the last
    *)
      _tagout_keep
      _tagout_next 0
      return "$status"
      ;;
  esac
  _tagout_before=$text$'\n'
  _tagout_prompts
  _tagout_next 1
  return "$status"
}

# _tagout_stop keeps bash from running what it has read.
_tagout_stop() {
  builtin printf '%s\n' "tagout: this line was not judged, and was not run: recall it, and press Enter" >&2
  builtin kill -INT $$
}

# _tagout_next ACCEPT binds the second key.
_tagout_next() {
  local map
  for map in emacs vi-insert vi-command; do
    if (($1)); then
      builtin bind -m "$map" '"\C-x\C-_a": accept-line'
      builtin bind -m "$map" '"\C-x\C-_o": operate-and-get-next'
    else
      builtin bind -m "$map" '"\C-x\C-_a": ""'
      builtin bind -m "$map" '"\C-x\C-_o": ""'
    fi
  done
}

# _tagout_keep puts a refused line into the history, once.
_tagout_keep() {
  [[ -o history && $READLINE_LINE != "$_tagout_kept" ]] || return
  [[ $READLINE_LINE == ' '* && ${HISTCONTROL-} == *ignore@(space|both)* ]] && return
  _tagout_kept=$READLINE_LINE
  builtin history -s -- "$READLINE_LINE"
}

# _tagout_ready runs before each prompt for a new command.
_tagout_ready() {
  _tagout_status=$?
  _tagout_before= _tagout_running=0 _tagout_left=0
  return "$_tagout_status"
}

# _tagout_prompts has it run, whatever else does, and the prompts expanded.
_tagout_prompts() {
  [[ ${PS0-} == *"$_tagout_ps0"* ]] || PS0=$_tagout_ps0${PS0-}
  [[ ${PS2-} == *"$_tagout_ps2"* ]] || PS2=$_tagout_ps2${PS2-}
  [[ ${PROMPT_COMMAND[*]-} == *_tagout_ready* ]] && return
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    PROMPT_COMMAND=(_tagout_ready ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
  else
    PROMPT_COMMAND="_tagout_ready${PROMPT_COMMAND:+; $PROMPT_COMMAND}"
  fi
}

# _tagout_edit puts what an editor makes of the line into the edit buffer, where the
# builtin commands of those keys run it at once.
_tagout_edit() {
  local -
  set +efk
  local IFS=$' \t\n' file
  file=$(mktemp "${TMPDIR:-/tmp}/tagout-edit.XXXXXX") || return
  builtin printf '%s\n' "$READLINE_LINE" >|"$file"
  ${VISUAL:-${EDITOR:-vi}} "$file" </dev/tty
  READLINE_LINE=$(<"$file")
  READLINE_POINT=${#READLINE_LINE}
  command rm -f -- "$file"
}

_tagout_bind() {
  local map
  for map in emacs vi-insert vi-command; do
    builtin bind -m "$map" -x '"\C-x\C-_j": _tagout_typed'
    builtin bind -m "$map" '"\C-m": "\C-x\C-_j\C-x\C-_a"'
    builtin bind -m "$map" '"\C-j": "\C-x\C-_j\C-x\C-_a"'
    builtin bind -m "$map" '"\C-o": "\C-x\C-_j\C-x\C-_o"'
  done
  builtin bind -m emacs -x '"\C-x\C-e": _tagout_edit'
  builtin bind -m vi-command -x '"v": _tagout_edit'
  _tagout_next 1
  _tagout_prompts
}

_tagout_bind
export TAGOUT_PROMPT=$$

fi
[[ -z $_tagout_aliases ]] || shopt -s expand_aliases
