# Judges each line before zsh runs it:  eval "$(tagout init zsh)"  at the end of .zshrc.
#
# Two nets: the widgets that accept a line keep a refused one in the edit buffer, and
# preexec, which sees what zsh has made of it, cancels what came past them.
if [[ -o interactive && -o zle ]]; then

typeset -g _tagout_program=@PROGRAM@
typeset -g _tagout_vetted= _tagout_failed= _tagout_warned= _tagout_text= _tagout_traps= _tagout_trapint= _tagout_parsed= _tagout_kept=
typeset -gA _tagout_inner # what stands for each of these widgets
typeset -ga _tagout_widgets=(accept-line accept-and-hold accept-line-and-down-history accept-and-infer-next-history)

# _tagout_plain TEXT leaves a text in _tagout_text in which no # is a comment that is
# none on a line. The shell's own options hold here.
_tagout_plain() {
  _tagout_text=$1
  [[ ! -o interactivecomments && $1 == *'#'* && $1 != *'<<'* ]] || return 0
  local w
  local -a words
  words=("${(z)1}")
  _tagout_text=
  for w in "${words[@]}"; do
    [[ $w == '#'* ]] && w=\\$w
    _tagout_text+="$w "
  done
}

# _tagout_expand TEXT leaves in _tagout_text what zsh makes of a text before it runs
# it: a function's body is read as a line is, aliases of every kind included. It
# fails where zsh cannot read the text, or not yet. The shell's own options hold here.
_tagout_expand() {
  local full plain
  _tagout_plain "$1"
  _tagout_parse "$_tagout_text" || return
  full=$_tagout_parsed
  setopt localoptions noaliases
  _tagout_parse "$_tagout_text"
  [[ $_tagout_parsed == "$full" ]] || _tagout_text=$full
}

# _tagout_parse TEXT leaves in _tagout_parsed how zsh spells a text that it has read.
_tagout_parse() {
  { functions[_tagout_body]=$1 } 2>/dev/null
  _tagout_parsed=${functions[_tagout_body]-}
  unset 'functions[_tagout_body]' 2>/dev/null
  [[ -n $_tagout_parsed ]]
}

# _tagout_send TEXT [OPTIONS] sends a text, with the functions that it may call, to the
# program.
_tagout_send() {
  emulate -L zsh
  setopt extendedglob
  local text=$1 sent= word b=tagout body
  local -a names=("${(z)text}") more
  local -A seen
  names+=(${=text//[^A-Za-z0-9_.:+@-]/ })
  local -i i size=0
  for (( i = 1; i <= $#names && i < 4000; i++ )); do
    word=$names[i]
    [[ -n ${functions[$word]-} && -z ${seen[$word]-} && $word != _tagout_* ]] || continue
    seen[$word]=1
    [[ $functions[$word] == *'autoload -X'* ]] && builtin autoload +X -- $word 2>/dev/null
    body=$functions[$word]
    (( (size += $#body) > 262144 )) && break
    sent+=$'\n\0function '$word$'\n'$word$' () {\n'$body$'\n}'
    names+=(${=body//[^A-Za-z0-9_.:+@-]/ })
  done
  # r is a builtin, unless something else is.
  [[ -n ${names[(r)r]-} && $(whence -w r) == *builtin ]] && sent+=$'\n\0alias r\nfc -e -'
  while [[ $text$sent == *$b* ]]; do b+=-; done
  $_tagout_program prompt --shell zsh "${(@)argv[2,-1]}" <<< $b$'\n'$text${sent//$'\0'/$b }
}

# _tagout_judge TEXT [--open]: 0 the text may run, 1 it is held, 2 zsh must read on first,
# which an open text may want.
_tagout_judge() {
  emulate -L zsh
  setopt extendedglob
  [[ $1 == [[:space:]]# ]] && return 0
  if _tagout_harmless $1; then return 0; fi
  _tagout_send "$@" >/dev/null 2>&1
  local -i code=$?
  case $code in
    (0) return 0 ;;
    (10) ;;
    (11) return 2 ;;
    (*) _tagout_trouble $1 $code; return ;;
  esac
  zle && zle -I
  _tagout_send "$@" --ask
}

# _tagout_harmless TEXT: a builtin and words that can do nothing else.
_tagout_harmless() {
  emulate -L zsh
  setopt extendedglob
  local word=${1%%[[:space:]]*}
  [[ $1 == [A-Za-z0-9_./[:blank:]~-]# ]] || return 1
  case $word in
    (cd|pushd|popd|dirs|pwd|fg|bg|jobs|exit|logout|true|false) ;;
    (*) return 1 ;;
  esac
  [[ -z ${functions[$word]-}${aliases[$word]-} ]]
}

# _tagout_trouble TEXT CODE: the program is gone, or has failed on this text.
_tagout_trouble() {
  emulate -L zsh
  zle && zle -I
  if [[ ! -x $_tagout_program ]]; then
    [[ -n $_tagout_warned ]] || print -ru2 -- "tagout: $_tagout_program is gone: lines run unjudged in this shell"
    _tagout_warned=1
    return 0
  fi
  if [[ $_tagout_failed == "$1" ]]; then
    _tagout_failed=
    return 0
  fi
  _tagout_failed=$1
  print -ru2 -- "tagout could not judge this line (exit status $2): accept it once more to run it unjudged"
  return 1
}

# _tagout_accept WIDGET stands for a widget that accepts a line.
_tagout_accept() {
  local widget=$1
  shift
  if [[ $CONTEXT == (start|cont) ]]; then
    _tagout_typed || return 0
  fi
  zle "${_tagout_inner[$widget]}" "$@"
}

# _tagout_typed judges what has been typed. What zsh cannot read yet is left to
# preexec, which comes before any of it runs.
_tagout_typed() {
  local text=$PREBUFFER$BUFFER
  if [[ -o banghist && -n ${histchars-} && ( $BUFFER == *"${histchars[1]}"* || $BUFFER == "${histchars[2]}"* ) ]]; then
    local was=$BUFFER
    local -i at=$CURSOR
    zle .expand-history
    text=$PREBUFFER$BUFFER
    BUFFER=$was CURSOR=$at
  fi
  _tagout_expand "$text" || return 0
  _tagout_judge "$_tagout_text" --open
  case $? in
    (0) _tagout_vetted=$text ;;
    (2) ;;
    (*) _tagout_keep; return 1 ;;
  esac
  return 0
}

# _tagout_keep puts a refused line into the history, once.
_tagout_keep() {
  [[ -o histignorespace && $BUFFER == ' '* || $BUFFER == "$_tagout_kept" ]] && return
  _tagout_kept=$BUFFER
  builtin print -sr -- "$BUFFER"
}

# _tagout_preexec judges what zsh is about to run, unless it has been.
_tagout_preexec() {
  local typed=$1
  if [[ -n $_tagout_vetted && $typed == "$_tagout_vetted" ]]; then
    _tagout_vetted=
    return
  fi
  _tagout_vetted=
  _tagout_plain "${3:-$1}"
  _tagout_judge "$_tagout_text" && return
  [[ -n $typed ]] && builtin print -rz -- "$typed"
  # A trap would let it run.
  _tagout_traps=$(builtin trap)
  if [[ -n ${functions[TRAPINT]-} ]]; then
    _tagout_trapint=$functions[TRAPINT]
    builtin unfunction TRAPINT
  fi
  builtin trap - INT
  builtin kill -INT $$
}

# _tagout_precmd puts back the traps that a refusal has taken away.
_tagout_precmd() {
  _tagout_vetted=
  [[ -n $_tagout_trapint ]] && functions[TRAPINT]=$_tagout_trapint
  if [[ $_tagout_traps == *INT* ]]; then
    local line
    for line in "${(f)_tagout_traps}"; do
      [[ $line == 'trap -- '*' INT' ]] && builtin eval "$line"
    done
  fi
  _tagout_traps= _tagout_trapint=
}

# _tagout_wrap stands before the widgets, whoever has made them what they are.
_tagout_wrap() {
  emulate -L zsh
  local w
  for w in $_tagout_widgets; do
    case ${widgets[$w]-} in
      (user:_tagout_accept-*|'') continue ;;
      (builtin) _tagout_inner[$w]=.$w ;;
      (*) zle -A $w _tagout_$w; _tagout_inner[$w]=_tagout_$w ;;
    esac
    # A function of its own: who wraps this one calls it by another widget's name.
    functions[_tagout_accept-$w]="_tagout_accept $w \"\$@\""
    zle -N $w _tagout_accept-$w
  done
}

zmodload -i zsh/parameter
autoload -Uz add-zsh-hook
add-zsh-hook preexec _tagout_preexec
add-zsh-hook precmd _tagout_precmd
_tagout_wrap
typeset -gx TAGOUT_PROMPT=$$

fi
