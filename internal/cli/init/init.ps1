# Judges each line before PowerShell runs it, in $PROFILE:
#   Invoke-Expression (& tagout init pwsh | Out-String)
#
# PSReadLine's key handlers stand before what accepts a line. Without PSReadLine, or with
# -NonInteractive, nothing is judged. This script is written after the documentation and
# was not run by its authors.
if (Get-Module -Name PSReadLine) {
    $global:TagoutProgram = @PROGRAM@
    $global:TagoutFailed = ''
    $global:TagoutWarned = $false

    # TagoutSend sends a text, with the aliases that it may call, to the program.
    function global:TagoutSend([string] $Text, [string[]] $Options) {
        $boundary = 'tagout'
        $sent = ''
        foreach ($word in ([regex]::Split($Text, '[^A-Za-z0-9_.:+@-]+') | Select-Object -Unique -First 2000)) {
            if ($word -eq '') { continue }
            $alias = Get-Alias -Name $word -ErrorAction Ignore
            if ($alias) { $sent += "`n`0alias $word`n" + $alias.Definition }
        }
        while ("$Text$sent".Contains($boundary)) { $boundary += '-' }
        $sent = $sent.Replace("`0", "$boundary ")
        "$boundary`n$Text$sent" | & $global:TagoutProgram prompt --shell pwsh @Options
    }

    # TagoutMayRun judges a text.
    function global:TagoutMayRun([string] $Text) {
        if ($Text.Trim() -eq '') { return $true }
        if (-not (Test-Path -LiteralPath $global:TagoutProgram)) {
            if (-not $global:TagoutWarned) {
                [Console]::Error.WriteLine("tagout: $global:TagoutProgram is gone: lines run unjudged in this shell")
                $global:TagoutWarned = $true
            }
            return $true
        }
        $null = TagoutSend $Text @() 2>&1
        $code = $LASTEXITCODE
        if ($code -eq 0) { return $true }
        if ($code -eq 10) {
            [Console]::Error.WriteLine()
            $null = TagoutSend $Text @('--ask')
            return $LASTEXITCODE -eq 0
        }
        if ($global:TagoutFailed -eq $Text) {
            $global:TagoutFailed = ''
            return $true
        }
        $global:TagoutFailed = $Text
        [Console]::Error.WriteLine("tagout could not judge this line (exit status $code): accept it once more to run it unjudged")
        return $false
    }

    foreach ($chord in 'Enter', 'Ctrl+m', 'Ctrl+j', 'Ctrl+o') {
        Set-PSReadLineKeyHandler -Chord $chord -BriefDescription TagoutAccept -ScriptBlock {
            $line = $null
            $cursor = $null
            [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref] $line, [ref] $cursor)
            $tokens = $null
            $problems = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($line, [ref] $tokens, [ref] $problems)
            $unfinished = @($problems | Where-Object { $_.IncompleteInput }).Count -gt 0
            $was = $global:LASTEXITCODE
            if ($unfinished -or (TagoutMayRun $line)) {
                $global:LASTEXITCODE = $was
                [Microsoft.PowerShell.PSConsoleReadLine]::AcceptLine()
            } else {
                $global:LASTEXITCODE = $was
                [Microsoft.PowerShell.PSConsoleReadLine]::AddToHistory($line)
                [Microsoft.PowerShell.PSConsoleReadLine]::InvokePrompt()
            }
        }
    }
    $env:TAGOUT_PROMPT = $PID
}
