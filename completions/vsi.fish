# fish completion for vsi

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
