//go:build unix

package record

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestFollow reads on while the files are put aside under it.
func TestFollow(t *testing.T) {
	l := Log{Dir: t.TempDir(), Max: 1000, Keep: 50, Wait: time.Second}
	var seen []string
	tail, err := l.Tail(func(e *Entry) bool { seen = append(seen, e.Command); return true })
	require.NoError(t, err)
	defer tail.Close()
	require.Empty(t, seen)
	tail.Pause = time.Millisecond
	failed := make(chan error, 1)
	go func() {
		for i := range 30 {
			if err := l.Append(line(fmt.Sprint(i))); err != nil {
				failed <- err
			}
			time.Sleep(10 * time.Millisecond)
		}
		close(failed)
	}()
	require.NoError(t, tail.Follow(func(e *Entry) bool { seen = append(seen, e.Command); return e.Command != "29" }))
	require.NoError(t, <-failed)
	require.Len(t, seen, 30)
	for i, command := range seen {
		require.Equal(t, fmt.Sprint(i), command)
	}
}
