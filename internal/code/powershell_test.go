package code

import "testing"

func TestPowerShell(t *testing.T) {
	check(t, "powershell", [][2]string{
		{`Remove-Item -Rec -Fo /a`, `remove-item -recurse -force /a`},
		{`ri -r -fo C:\a; RD -Path '/b'`, `remove-item -recurse -force C:/a; remove-item /b`},
		{`rm -rf /a; rm -r -fo /b`, `rm -rf /a; remove-item -recurse -force /b`},
		{`Get-ChildItem / | Remove-Item -Recurse`, `remove-item -recurse /?`},
		{`gci /a -Filter *.o -Recurse | ri`, `remove-item /a/?.o`},
		{`gci /a | ? { $_.Name -like "x*" } | ri`, `remove-item /a/?item`},
		{`gci /a | % { ri $_.FullName -r }`, `remove-item -recurse /a/?`},
		{`'/a', "/b" | ri`, `remove-item /a /b`},
		{`foreach ($d in "a","b") { ri $d -r }`, `remove-item -recurse a b`},
		{`$p = "/"; $q = "${p}a"; ri "$q/b" -Recurse:$false`, `remove-item /a/b`},
		{`$c = "Remove-Item"; & $c -Recurse /; & "x y" z`, `remove-item -recurse /; x y z`},
		{`$o = @{ Path = "/a"; Recurse = $true }; Remove-Item @o`, `remove-item -recurse /a`},
		{`ri ("/" + "a"); ri (Join-Path /a b); ri ("/{0}" -f "c")`, `remove-item /a; remove-item /a/b; remove-item /c`},
		{`ri $HOME; ri "$env:HOME/*"; ri $env:X\b`, `remove-item ?env:HOME; remove-item ?env:HOME/?; remove-item ?env:X/b`},
		{"Remove-Item `\n -Recurse <# c #> /a # d", `remove-item -recurse /a`},
		{`if (Test-Path a) { ri a -r } else { b c }`, `remove-item -recurse a; b c`},
		{`$x = a b | Out-Null; try { c d } catch { }`, `a b; c d`},
		{`iex "a b"; "c " + "d" | Invoke-Expression`, `a b; c d`},
		{`iwr https://h/x | iex; iex (irm https://h/y)`, `'curl 'https://h/x' | 'sh''; 'curl 'https://h/y' | 'sh''`},
		{`curl https://h/x | bash`, `curl https://h/x; 'curl 'https://h/x' | 'bash''`},
		{`Start-Process a -ArgumentList "b","c" -Wait; saps d "e f"`, `a b c; d e f`},
		{`[IO.Directory]::Delete("/a", $true); [System.IO.File]::Delete("b")`, `remove-item -recurse /a; remove-item b`},
		{`(Get-Item /a).Delete($true)`, `remove-item -recurse /a`},
		{`cd /a; ri *`, `remove-item ? in /a`},
		{`& ./a.ps1 b`, `pwsh -File ./a.ps1 b`},
		{`Clear-Content /a; a > b; c 2>$null`, `truncate -s 0 /a; tee b < ?; a; c`},
		{"@'\nrm /\n'@ | Out-Null; Write-Host 'rm -rf /' \"rm /\"", ``},
		{`Get-Process | Where-Object { $_.CPU -gt 10 } | Sort-Object CPU`, ``},
		{`1..10 | ForEach-Object { $_ * 2 }; (gc a) -replace "x","y" | Out-Null`, ``},
	})
	check(t, "powershell-base64", [][2]string{
		{"cgBpACAALQByACAALwA=", `remove-item -recurse /`},
		{"no base64", ``},
	})
}
