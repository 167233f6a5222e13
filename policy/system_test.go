package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSystems judges the same commands on each system: names have no case on macOS
// and Windows, and on Windows drives are paths. What runs nowhere on Linux is no
// question there.
func TestSystems(t *testing.T) {
	const none, ask, deny = None, Ask, Deny
	for _, tt := range []struct {
		text                   string
		linux, darwin, windows Decision
	}{
		{"terraform destroy", deny, deny, deny},
		{"Terraform destroy", none, deny, deny},
		{"TERRAFORM.EXE destroy", deny, deny, deny},
		{`/c/tools/Terraform.exe destroy`, deny, deny, deny},
		{"/bin/RM -rf /", none, deny, deny},
		{"SUDO RM -RF /", none, deny, deny},
		{"Sudo Rm -rf /", none, deny, deny},
		{"rm -rf /SYSTEM/Library", ask, deny, deny},
		{"rm -rf /system", ask, deny, deny},
		{"rm -rf /users/alice", ask, deny, deny},
		{"rm -rf /Users/alice", deny, deny, deny},
		{"rm -rf /ETC", ask, deny, deny},
		{"rm -rf /Library/Caches/x", deny, deny, deny},
		{"rm -rf /Volumes/Backup", ask, ask, ask},
		{`rm -rf C:/`, none, none, deny},
		{`rm -rf 'C:\'`, none, none, deny},
		{`rm -rf "c:/Windows"`, none, none, deny},
		{`rm -rf 'C:\Users\me'`, none, none, deny},
		{`rm -rf D:/`, none, none, deny},
		{`rm -rf /c`, ask, ask, deny},
		{`rm -rf /c/Users/me`, deny, deny, deny},
		{`rm -rf /mnt/c/Users/me`, deny, deny, deny},
		{`rm -rf C:/src/proj/node_modules`, none, none, none},
		{`rm -rf 'node_modules\x'`, none, none, none},
		{"rm -rf node_modules", none, none, none},
		{"Make test", none, none, none},
		{"ls /System", none, none, none},
	} {
		for system, want := range map[string]Decision{"linux": tt.linux, "darwin": tt.darwin, "windows": tt.windows} {
			dir, home := "/src/proj", "/home/dev"
			switch system {
			case "darwin":
				home = "/Users/dev"
			case "windows":
				dir, home = `C:\src\proj`, `C:\Users\dev`
			}
			w := World{System: system, Getenv: func(name string) (string, bool) { return home, name == "HOME" }}
			v := Builtin().Evaluate(Command{Text: tt.text, Dir: dir, Workspace: dir}, w)
			assert.Equal(t, want, v.Decision, "%s: %s", system, tt.text)
		}
	}
}
