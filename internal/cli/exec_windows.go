package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// suffixes are what a program's file name may have behind its name. Scripts
// (.cmd, .bat) are left out: cmd.exe reads their words anew, by rules of its own.
func suffixes() []string { return []string{"", ".exe", ".com"} }

func executable(path string, _ fs.FileInfo) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".exe" || ext == ".com"
}

// replace runs the program and waits for it: Windows knows no exec(2).
func replace(r replacement) (int, error) {
	cmd := exec.Command(r.path)
	cmd.Args, cmd.Env = r.argv, r.env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if r.stdin != nil {
		cmd.Stdin = bytes.NewReader(r.stdin)
	}
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	return 0, err
}
