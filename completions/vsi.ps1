# PowerShell completion for vsi

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
        $value, $description = $line -split "`t", 2
        if (-not $description) { $description = $value }
        $inserted = $value
        if ($value -match '[^\w.:/=+-]') { $inserted = "'" + ($value -replace "'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new(
            $inserted, $value, 'ParameterValue', $description)
    }
}
