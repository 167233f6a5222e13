package policy

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

// TestOwnGround: the guard's files are known by what a path leads to, and by what a
// file is called in the directory that it is put into.
func TestOwnGround(t *testing.T) {
	link := func(to string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink} }
	disk := fstest.MapFS{
		"home/dev/.claude/settings.json": {}, "home/dev/.claude/skills/x/SKILL.md": {}, "home/dev/.config/tagout/policy.toml": {}, "home/dev/project/sub/x": {},
		"home/dev/project/s.json": link("/home/dev/.claude/settings.json"), "home/dev/project/state": link("../.local/state/tagout"),
		"home/dev/.local/state/tagout/trust.json": {}, "home/dev/project/evil/settings.json": {}, "home/dev/project/loop": link("loop"),
	}
	w := testWorld()
	w.Lstat = func(name string) (fs.FileInfo, error) { return disk.Lstat(name[1:]) }
	w.Readlink = func(name string) (string, error) { return disk.ReadLink(name[1:]) }
	w.Open = func(name string) (fs.File, error) { return disk.Open(name[1:]) }
	for text, want := range map[string]bool{
		"echo x > s.json": true, "tee s.json < x": true, "sed -i s/a/b/ s.json": true, "echo x > state/trust.json": true, "rm state/trust.json": true,
		"mv state/trust.json /tmp/x": true, "rm s.json": false, "cat s.json": false, "echo x > sub/s.json": false, "echo x > loop": false,
		"cp settings.json ~/.claude/": true, "cp settings.json ~/.claude": true, "cp -t ~/.claude settings.json": true, "cp a.md settings.json ~/.claude": true,
		"cp ./*.json ~/.claude": true, "cp -r evil/* ~/.claude/": true, "cp -r evil/. ~/.claude/": true, "rsync -a evil/ ~/.claude/": true, "rsync x/settings.json ~/.claude": true,
		"install -m 600 x/settings.json ~/.claude": true, "mv settings.json ~/.claude/": true, "cp policy.toml ~/.config/tagout": true, "cp ../other/.tagout.toml .": true,
		"cp -r evil .claude": true, "cp -rT evil ~/.claude": true, "mv evil .claude": true,
		"cp -r skills/x ~/.claude": false, "cp x.md ~/.claude/": false, "cp *.md ~/.claude": false, "cp -r skills/* ~/.claude/skills/": false, "cp settings.json sub/": false,
		"cp -r sub/* .": false, "cp -r sub/. .": false, "rsync -a sub/ /srv/sub": false, "cp ~/.claude/settings.json sub/": false, "cp .tagout.toml /tmp/x": false, "cp \"$X\" ~/.claude/skills": false,
	} {
		found := false
		for _, f := range Builtin().Evaluate(testCommand(text), w).Findings {
			found = found || f.Rule == "guard-changed"
		}
		assert.Equal(t, want, found, text)
	}
}
