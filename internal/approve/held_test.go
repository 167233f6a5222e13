//go:build unix

package approve

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHeldStore: whatever the mask, what is held can be read by the other user; marks
// go when no approval is left that they could be of.
func TestHeldStore(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("another user's files are only made by root")
	}
	defer syscall.Umask(syscall.Umask(0o077))
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	s := Held(t.TempDir()+"/var/approvals", 65534, func() time.Time { return now })
	require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Dir(filepath.Dir(s.Dir))), 0o755))
	t.Cleanup(func() { _ = exec.Command("chattr", "-R", "-a", s.Dir).Run() }) // or nothing can be removed
	assert.False(t, s.There())
	_, err := s.Hold()
	require.NoError(t, err)
	_, err = s.Hold()
	require.NoError(t, err, "a second time")
	assert.True(t, s.There())
	mode := func(path string) os.FileMode {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return info.Mode().Perm()
	}
	give := func(text string) {
		require.NoError(t, s.Give(Stopped{Text: text, Dir: "/p"}, now.Add(Once), true, false))
		assert.EqualValues(t, 0o644, mode(filepath.Join(s.grants(), key(text, "/p"))))
	}
	for _, dir := range []string{filepath.Dir(filepath.Dir(s.Dir)), filepath.Dir(s.Dir), s.Dir, s.grants()} {
		assert.EqualValues(t, 0o755, mode(dir), dir)
	}
	give("a")
	assert.True(t, s.mark("x"))
	assert.False(t, s.mark("x"), "once")
	assert.False(t, s.mark("../x"), "a name")
	give("b")
	assert.False(t, s.mark("x"), "a still holds")
	now = now.Add(Once)
	give("c")
	assert.Equal(t, []string{key("c", "/p")}, names(s.grants()))
	marks, err := os.ReadDir(s.claimed())
	require.NoError(t, err)
	assert.Empty(t, marks)
}
