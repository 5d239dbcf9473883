# bash completion for vsi

__vsi_words() {
  # Puts together what bash has broken at "=" and ":". Sets words, and ltrim: how many characters of
  # the last word bash has already taken for words of their own.
  local index word before rest=${COMP_LINE-}
  words=()
  ltrim=0
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]-}
    before=' '
    if [[ -n $word && $rest == *"$word"* ]]; then
      before=${rest%%"$word"*}
      rest=${rest:${#before} + ${#word}}
    fi
    if [[ -z $before && $index -gt 0 ]]; then
      ltrim=${#words[${#words[@]} - 1]}
      [[ $word == [=:]* ]] && ltrim=$((ltrim + ${#word}))
      words[${#words[@]} - 1]+=$word
    else
      ltrim=0
      words+=("$word")
    fi
  done
}

__vsi_unquote() {
  # Sets unquoted, the word without the quotes and backslashes that bash leaves in it (nothing is
  # run), and open_quote, the quote that is not closed yet.
  local text=$1 char next escapable=$'"\\$`'
  unquoted=
  open_quote=
  while [[ -n $text ]]; do
    char=${text:0:1}
    text=${text:1}
    next=${text:0:1}
    if [[ $open_quote == "'" && $char != "'" ]]; then
      unquoted+=$char
    elif [[ $char == "'" && $open_quote != '"' ]]; then
      [[ -n $open_quote ]] && open_quote= || open_quote="'"
    elif [[ $char == '"' ]]; then
      [[ -n $open_quote ]] && open_quote= || open_quote='"'
    elif [[ $char == \\ && -n $next && ( -z $open_quote || $escapable == *"$next"* ) ]]; then
      unquoted+=$next
      text=${text:1}
    elif [[ $char != \\ || -n $open_quote ]]; then
      unquoted+=$char
    fi
  done
}

__vsi_quote() {
  # Like printf %q, which writes letters beyond ASCII as numbers in some locales.
  local text=$1 char special=$' !"#$&\'()*;<>?[\\]^`{|}~'
  quoted=
  while [[ -n $text ]]; do
    char=${text:0:1}
    text=${text:1}
    [[ $special == *"$char"* ]] && quoted+=\\
    quoted+=$char
  done
}

__vsi_complete() {
  COMPREPLY=()
  local -a words plain values descriptions
  local ltrim line directive=0 unquoted open_quote quoted word index longest=0 list=
  __vsi_words
  for word in "${words[@]:1}"; do
    __vsi_unquote "$word"
    plain+=("$unquoted")
  done
  while IFS= read -r line; do
    case $line in
      :*) directive=${line#:} ;;
      *)
        values+=("${line%%$'\t'*}")
        [[ $line == *$'\t'* ]] && descriptions+=("${line#*$'\t'}") || descriptions+=("")
        ;;
    esac
  done < <(vsi __complete -- "${plain[@]}" 2>/dev/null </dev/null)
  (((directive & 1) != 0)) && return
  if ((${#values[@]} == 0)); then
    if (((directive & 4) == 0)); then
      # Readline's own file names; bash 3.2 cannot be told so, and lists them here.
      type compopt >/dev/null 2>&1 && compopt -o default && return
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$unquoted")
    fi
    return
  fi
  (((directive & 2) != 0)) && type compopt >/dev/null 2>&1 && compopt -o nospace
  # 33, 63 and 64: the candidates are listed, not inserted, so there is room for the descriptions.
  case ${COMP_TYPE-} in 33 | 63 | 64) ((${#values[@]} > 1)) && list=1 ;; esac
  for word in "${values[@]}"; do
    ((${#word} > longest)) && longest=${#word}
  done
  for index in "${!values[@]}"; do
    word=${values[index]:ltrim}
    if [[ -n $list && -n ${descriptions[index]} ]]; then
      printf -v word '%-*s  (%s)' "$((longest - ltrim))" "$word" "${descriptions[index]}"
    elif [[ -z $open_quote && $word == *[!A-Za-z0-9_.,:/=@%+-]* ]]; then
      __vsi_quote "$word"
      word=$quoted
    fi
    COMPREPLY+=("$word")
  done
}

complete -F __vsi_complete vsi
