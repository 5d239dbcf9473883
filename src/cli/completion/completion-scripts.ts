import type { Shell } from './shells.ts';

/**
 * The completion scripts: thin on purpose. Each hands the words of the line to `vsi __complete`, which
 * answers `value<TAB>description` lines and at the end `:directive` (see `DIRECTIVE` in completion.ts),
 * and translates that into the shell's own terms. What vsi prints on stderr never reaches the line.
 */

/** A shell's script, and where it goes. */
export interface CompletionScript {
  /** Its name in `completions/`. */
  readonly file: string;
  readonly text: string;
  /** How to have it in every new shell, one line to paste or to add to a file. */
  readonly install: string;
}

/** A script as it is written, but for `$\\{` and a backtick behind a backslash, which lose the backslash. */
function script({ raw }: TemplateStringsArray): string {
  return raw.join('').replaceAll('$\\{', '${').replaceAll('\\`', '`');
}

// Works with bash 3.2 (macOS) and without the package bash-completion. Bash breaks words at `=` and
// `:` as well, so they are put together again first, and what bash takes to be a word of its own in
// front of the last break is cut off the candidates.
const BASH = script`# bash completion for vsi

__vsi_words() {
  # Puts together what bash has broken at "=" and ":". Sets words, and ltrim: how many characters of
  # the last word bash has already taken for words of their own.
  local index word before rest=$\{COMP_LINE-}
  words=()
  ltrim=0
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=$\{COMP_WORDS[index]-}
    before=' '
    if [[ -n $word && $rest == *"$word"* ]]; then
      before=$\{rest%%"$word"*}
      rest=$\{rest:$\{#before} + $\{#word}}
    fi
    if [[ -z $before && $index -gt 0 ]]; then
      ltrim=$\{#words[$\{#words[@]} - 1]}
      [[ $word == [=:]* ]] && ltrim=$((ltrim + $\{#word}))
      words[$\{#words[@]} - 1]+=$word
    else
      ltrim=0
      words+=("$word")
    fi
  done
}

__vsi_unquote() {
  # Sets unquoted, the word without the quotes and backslashes that bash leaves in it (nothing is
  # run), and open_quote, the quote that is not closed yet.
  local text=$1 char next escapable=$'"\\$\`'
  unquoted=
  open_quote=
  while [[ -n $text ]]; do
    char=$\{text:0:1}
    text=$\{text:1}
    next=$\{text:0:1}
    if [[ $open_quote == "'" && $char != "'" ]]; then
      unquoted+=$char
    elif [[ $char == "'" && $open_quote != '"' ]]; then
      [[ -n $open_quote ]] && open_quote= || open_quote="'"
    elif [[ $char == '"' ]]; then
      [[ -n $open_quote ]] && open_quote= || open_quote='"'
    elif [[ $char == \\ && -n $next && ( -z $open_quote || $escapable == *"$next"* ) ]]; then
      unquoted+=$next
      text=$\{text:1}
    elif [[ $char != \\ || -n $open_quote ]]; then
      unquoted+=$char
    fi
  done
}

__vsi_quote() {
  # Like printf %q, which writes letters beyond ASCII as numbers in some locales.
  local text=$1 char special=$' !"#$&\'()*;<>?[\\]^\`{|}~'
  quoted=
  while [[ -n $text ]]; do
    char=$\{text:0:1}
    text=$\{text:1}
    [[ $special == *"$char"* ]] && quoted+=\\
    quoted+=$char
  done
}

__vsi_complete() {
  COMPREPLY=()
  local -a words plain values descriptions
  local ltrim line directive=0 unquoted open_quote quoted word index longest=0 list=
  __vsi_words
  for word in "$\{words[@]:1}"; do
    __vsi_unquote "$word"
    plain+=("$unquoted")
  done
  while IFS= read -r line; do
    case $line in
      :*) directive=$\{line#:} ;;
      *)
        values+=("$\{line%%$'\t'*}")
        [[ $line == *$'\t'* ]] && descriptions+=("$\{line#*$'\t'}") || descriptions+=("")
        ;;
    esac
  done < <(vsi __complete -- "$\{plain[@]}" 2>/dev/null </dev/null)
  (((directive & 1) != 0)) && return
  if (($\{#values[@]} == 0)); then
    if (((directive & 4) == 0)); then
      # Readline's own file names; bash 3.2 cannot be told so, and lists them here.
      type compopt >/dev/null 2>&1 && compopt -o default && return
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$unquoted")
    fi
    return
  fi
  (((directive & 2) != 0)) && type compopt >/dev/null 2>&1 && compopt -o nospace
  # 33, 63 and 64: the candidates are listed, not inserted, so there is room for the descriptions.
  case $\{COMP_TYPE-} in 33 | 63 | 64) (($\{#values[@]} > 1)) && list=1 ;; esac
  for word in "$\{values[@]}"; do
    (($\{#word} > longest)) && longest=$\{#word}
  done
  for index in "$\{!values[@]}"; do
    word=$\{values[index]:ltrim}
    if [[ -n $list && -n $\{descriptions[index]} ]]; then
      printf -v word '%-*s  (%s)' "$((longest - ltrim))" "$word" "$\{descriptions[index]}"
    elif [[ -z $open_quote && $word == *[!A-Za-z0-9_.,:/=@%+-]* ]]; then
      __vsi_quote "$word"
      word=$quoted
    fi
    COMPREPLY+=("$word")
  done
}

complete -F __vsi_complete vsi
`;

const ZSH = script`#compdef vsi
# zsh completion for vsi

_vsi() {
  local line value directive=0
  local -a plain described
  plain=("$\{(@Q)words[2,CURRENT]}")
  # A quote that is still open is no part of the word.
  [[ $words[CURRENT] == [\'\"]* && $plain[-1] == [\'\"]* ]] && plain[-1]=$\{plain[-1][2,-1]}
  for line in "$\{(@f)$(vsi __complete -- "$\{plain[@]}" 2>/dev/null </dev/null)}"; do
    if [[ $line == :* ]]; then
      directive=$\{line#:}
    elif [[ -n $line ]]; then
      value=$\{line%%$'\t'*}
      value=$\{value//\\/\\\\}
      value=$\{value//:/\\:}
      if [[ $line == *$'\t'* ]]; then
        described+=("$value:$\{line#*$'\t'}")
      else
        described+=("$value")
      fi
    fi
  done
  (( directive & 1 )) && return 1
  if (( $#described == 0 )); then
    (( directive & 4 )) || _files
    return
  fi
  if (( directive & 2 )); then
    _describe -V 'vsi' described -S ''
  else
    _describe -V 'vsi' described
  fi
}

# Sourced (eval "$(vsi completion zsh)") it registers itself; from $fpath it is the function's body.
if [[ $funcstack[1] == _vsi ]]; then
  _vsi "$@"
else
  compdef _vsi vsi
fi
`;

const FISH = script`# fish completion for vsi

function __vsi_complete
    set -l current (commandline -ct)
    # A quote that is still open cannot be unescaped: it is no part of the word.
    set -l plain (string unescape -- $current 2>/dev/null)
    or set plain (string replace -r '^["\']' '' -- $current)
    test (count $plain) -eq 0; and set plain ''
    set -l words (commandline -opc)
    set -l lines (vsi __complete -- $words[2..-1] $plain 2>/dev/null </dev/null)
    test (count $lines) -eq 0; and return
    set -l directive (string replace ':' '' -- $lines[-1])
    set -l candidates
    test (count $lines) -gt 1; and set candidates $lines[1..-2]
    test (math "bitand($directive, 1)") -ne 0; and return
    if test (count $candidates) -eq 0
        test (math "bitand($directive, 4)") -eq 0; and __fish_complete_path $plain
        return
    end
    printf '%s\n' $candidates
    # Two candidates that begin alike keep fish from adding a blank.
    if test (count $candidates) -eq 1; and test (math "bitand($directive, 2)") -ne 0
        printf '%s,\n' (string split -m 1 \t -- $candidates)[1]
    end
end

complete -c vsi -f -k -a '(__vsi_complete)'
`;

// Windows PowerShell 5.1 and PowerShell 7. Up to 7.2 an empty argument to a program is lost unless it
// is written with its quotes.
const POWERSHELL = script`# PowerShell completion for vsi

Register-ArgumentCompleter -Native -CommandName 'vsi' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @()
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.StartOffset -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        $length = $cursorPosition - $element.Extent.StartOffset
        if ($length -lt $text.Length) { $text = $text.Substring(0, $length) }
        $words += $text -replace '^([''"])(.*?)\1?$', '$2'
    }
    if ($wordToComplete -eq '') {
        $legacy = $PSVersionTable.PSVersion -lt [version]'7.3' -or
            "$PSNativeCommandArgumentPassing" -eq 'Legacy'
        $words += if ($legacy) { '""' } else { '' }
    }

    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
        $lines = @(& vsi __complete '--' @words 2>$null)
    } catch {
        return
    } finally {
        [Console]::OutputEncoding = $encoding
    }
    if ($lines.Count -eq 0 -or $lines[-1] -notmatch '^:(\d+)$') { return }
    $directive = [int]$Matches[1]
    if (($directive -band 1) -ne 0) { return }
    if ($lines.Count -eq 1) {
        # An empty string keeps PowerShell from offering file names.
        if (($directive -band 4) -ne 0) { '' }
        return
    }

    foreach ($line in $lines[0..($lines.Count - 2)]) {
        $value, $description = $line -split "\`t", 2
        if (-not $description) { $description = $value }
        $inserted = $value
        if ($value -match '[^\w.:/=+-]') { $inserted = "'" + ($value -replace "'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new(
            $inserted, $value, 'ParameterValue', $description)
    }
}
`;

/** The scripts, by shell. `completions/` holds the same texts (`npm run generate`). */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, CompletionScript>> = {
  bash: {
    file: 'vsi.bash',
    text: BASH,
    install: 'eval "$(vsi completion bash)"   # in ~/.bashrc',
  },
  zsh: {
    file: '_vsi',
    text: ZSH,
    install: 'eval "$(vsi completion zsh)"   # in ~/.zshrc, behind compinit',
  },
  fish: {
    file: 'vsi.fish',
    text: FISH,
    install: 'vsi completion fish > ~/.config/fish/completions/vsi.fish',
  },
  powershell: {
    file: 'vsi.ps1',
    text: POWERSHELL,
    install: 'vsi completion powershell | Out-String | Invoke-Expression   # in $PROFILE',
  },
};
