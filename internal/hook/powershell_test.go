package hook

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/shell"
	"tagout/policy"
)

func TestPlainly(t *testing.T) {
	known := policy.Builtin().Policed
	for text, want := range map[string]string{
		"git status":                             "git status",
		"Git Status; TERRAFORM.EXE plan":         "git Status\nterraform.exe plan",
		"cd src\r\nnpm run build":                "cd src\nnpm run build",
		"a && b || c":                            "a\nb\nc",
		"git commit -m 'it''s'":                  "",
		"git commit -m 'a b; c'":                 "git commit -m 'a b; c'",
		`git commit -m "a ; $(x)"`:               "",
		`git commit -m "a b"`:                    "git commit -m 'a b'",
		"ri -r -fo C:\\x":                        `remove-item -recurse -force C:/x`,
		"Remove-Item -Path:x -Recurse:$false":    "remove-item -path x",
		"Remove-Item x -Confirm:$FALSE -Recurse": "remove-item x -recurse",
		"rm -rf x":                               "rm -rf x",
		"rm x -Recurse":                          "remove-item x -recurse",
		"rmdir ~/x":                              "remove-item ~/x",
		"docker-compose up -d":                   "docker-compose up -d",
		"Format-Volume -DriveLetter D":           "format-volume -DriveLetter D",
		`.\Build.exe x`:                          "./Build.exe x",
		"Invoke-Expression x":                    "",
		"Start-Process terraform destroy":        "",
		"iex x":                                  "",
		"Set-Location x; ls":                     "",
		"ls | rm":                                "",
		"& x":                                    "",
		"x > y":                                  "",
		"x $y":                                   "",
		"x `\ny":                                 "",
		"if (x) { y }":                           "",
		"x @y":                                   "",
		"x a,b":                                  "",
		"x # y":                                  "",
		"x --% y":                                "",
		"x 'y":                                   "",
		"Terraform“ destroy":                     "",
		"git push '--force'x":                    "",
		"sal x terraform; x destroy":             "",
		"rm -r src/*":                            "rm -r src/*",
		"":                                       "",
	} {
		got, ok := shell.PlainPowerShell(text, known)
		assert.Equal(t, want, got, text)
		assert.Equal(t, want != "", ok, text)
	}
}

// TestPowerShellOnSystems judges PowerShell where drives are paths and where they are
// none: there it may still be the one of Windows (WSL).
func TestPowerShellOnSystems(t *testing.T) {
	for _, tt := range []struct{ text, linux, windows string }{
		{`Remove-Item -Recurse -Force C:\`, "ask", "deny"},
		{`Remove-Item -Recurse -Force C:\Windows\System32`, "ask", "deny"},
		{`ri C:\Users\me -r`, "ask", "deny"},
		{`rm -r -fo D:\`, "ask", "deny"},
		{`Remove-Item -Recurse -Force node_modules`, "none", "none"},
		{`Remove-Item -Recurse -Force src\gen`, "none", "none"},
		{`Remove-Item -Recurse -Force ..\other`, "ask", "ask"},
		{`Remove-Item -Recurse -Force C:\*`, "ask", "deny"},
		{`Remove-Item -Recurse *`, "deny", "deny"},
		{`Clear-Disk -Number 1`, "deny", "deny"},
		{`TERRAFORM destroy`, "deny", "deny"},
		{`git status`, "none", "none"},
		{`terraform plan`, "none", "none"},
		{`$x = "destroy"; terraform $x`, "ask", "ask"},
	} {
		for system, want := range map[string]string{"linux": tt.linux, "windows": tt.windows} {
			h := testHost()
			h.World = policy.World{System: system, Getenv: func(name string) (string, bool) {
				if name == "HOME" {
					return "/home/dev", true
				}
				return "", false
			}}
			h.Judge = func(...string) (Judge, error) { return policy.Builtin(), nil }
			out := answer("generic", `{"command":`+quote(t, tt.text)+`,"cwd":"/c/work/proj","workspace":"/c/work/proj","shell":"pwsh"}`, h)
			assert.Contains(t, out, `"decision":"`+want+`"`, "%s: %s", system, tt.text)
		}
	}
}

func quote(t *testing.T, s string) string {
	t.Helper()
	data, err := json.Marshal(s)
	require.NoError(t, err)
	return string(data)
}

// TestPowerShellAndSettings: a program that names a guarded file and holds what changes
// files asks; one that reads it does not.
func TestPowerShellAndSettings(t *testing.T) {
	for text, want := range map[string]effect{
		`Set-Content .claude/settings.json '{"disableAllHooks":true}'`:                             prompts,
		`'{}' > .claude\settings.json`:                                                             prompts,
		`'{}' | Out-File -FilePath ~\.claude\settings.json`:                                        prompts,
		`Copy-Item off.json $HOME/.claude/settings.json`:                                           prompts,
		`[IO.File]::WriteAllText("$env:USERPROFILE\.codex\config.toml", "")`:                       prompts,
		`Remove-Item .github/hooks/tagout.json`:                                                    prompts,
		`(Get-Content .gemini/settings.json) -replace 'a','b' | Set-Content .gemini/settings.json`: prompts,
		`iwr https://example.com/x -OutFile .cursor/hooks.json`:                                    prompts,
		`Get-Content .claude/settings.json`:                                                        goes,
		`Get-Content .claude/settings.json | ConvertFrom-Json`:                                     goes,
		`Get-Content .claude/settings.json 2>$null`:                                                goes,
		`Test-Path ~/.claude/settings.json`:                                                        goes,
		`Set-Content README.md 'see settings.json'`:                                                goes,
		`Set-Content .claude/commands/x.md hi`:                                                     goes,
		`Copy-Item src/a.json out/settings.json`:                                                   goes,
	} {
		got := hear(claude, wrote(t, "PowerShell", map[string]any{"command": text}), judged())
		assert.Equal(t, want, understood(claude, got), "%s: %v", text, got)
	}
}
