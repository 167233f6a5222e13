//go:build unix

package cli

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// suffixes are what a program's file name may have behind its name.
func suffixes() []string { return []string{""} }

func executable(_ string, info fs.FileInfo) bool { return info.Mode()&0o111 != 0 }

// replace lets the program take over the process: its number, its descriptors, its
// terminal, what it ignores and, in the end, its exit code stay what they are.
// It returns only where that fails. A script without "#!" is one of sh's, as for
// execvp(3).
func replace(r replacement) (int, error) {
	if r.stdin != nil {
		if err := refill(r.stdin); err != nil {
			return 0, err
		}
	}
	err := syscall.Exec(r.path, r.argv, r.env)
	if errors.Is(err, syscall.ENOEXEC) {
		err = syscall.Exec("/bin/sh", append([]string{"sh", r.path}, r.argv[1:]...), r.env)
	}
	return 0, err
}

// refill puts a text into the place of standard input, as a file that has no name any
// more. A pipe would not do: somebody would have to stay and fill it.
func refill(text []byte) error {
	f, err := os.CreateTemp("", "tagout-stdin-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := syscall.Close(0); err != nil {
		return err
	}
	// The lowest number that is free is taken (open(2)).
	if fd, err := syscall.Open(f.Name(), syscall.O_RDONLY, 0); err != nil || fd != 0 {
		return errors.Join(err, errors.New("standard input cannot be replaced"))
	}
	return nil
}
