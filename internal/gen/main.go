// Command gen compiles policy/default/*.toml into Go files in
// internal/builtin, so that the hook loads its rules with the program itself
// instead of reading TOML at every start (300 rules: 16 ms against none).
//
// It depends on package lang and not on builtin, so that files that no longer
// compile never keep it from writing new ones.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tagout/internal/lang"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run returns the exit code: 0, 1 after mistakes in a policy, 2 where the files
// cannot be read or written.
func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	keepGoing := flags.Bool("keep-going", false, "write what compiles in spite of mistakes")
	if flags.Parse(args) != nil {
		return 2
	}
	root, err := moduleRoot()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	set, files, err := generate(root)
	if err == nil && (len(set.problems) == 0 || *keepGoing) {
		err = write(filepath.Join(root, "internal", "builtin"), files)
		if err == nil {
			err = writeChanged(filepath.Join(root, "policy", tableName), table(set))
		}
		if err == nil {
			err = writeSchema(filepath.Join(root, "policy", schemaName))
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	if len(set.problems) > 0 {
		fmt.Fprintln(stderr, set.problems.Error())
		return 1
	}
	return 0
}

// moduleRoot returns the directory at or above the current one with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod at or above the current directory")
		}
		dir = up
	}
}

// generate returns the policies, with the mistakes in them, and the files made of
// them by name.
func generate(root string) (*policies, map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(root, "policy", "default", "*.toml"))
	if err != nil {
		return nil, nil, err
	}
	set, err := load(root, names)
	if err != nil {
		return nil, nil, err
	}
	files := make(map[string][]byte)
	for _, f := range set.files {
		if files[stem(f.Name)+suffix], err = source(f); err != nil {
			return nil, nil, err
		}
	}
	if files["index"+suffix], err = index(set); err != nil {
		return nil, nil, err
	}
	files["unpack"+suffix], err = format.Source(unpacker())
	return set, files, err
}

// tableName is the page in policy that lists every tool.
const tableName = "tools.md"

// schemaName is the description of the language for editors.
const schemaName = "policy.schema.json"

func writeSchema(name string) error {
	text, err := lang.SchemaText()
	if err != nil {
		return err
	}
	return writeChanged(name, text)
}

// suffix ends the names of generated files.
const suffix = "_gen.go"

// stem is the base name of a policy file without its extension.
func stem(name string) string {
	return strings.TrimSuffix(filepath.Base(name), ".toml")
}

// write puts files that changed into dir, and removes generated ones that no
// policy stands behind any more.
func write(dir string, files map[string][]byte) error {
	old, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, ok := files[filepath.Base(name)]; !ok {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, data := range files {
		if err := writeChanged(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	return nil
}

// writeChanged leaves a file alone that holds the data already.
func writeChanged(name string, data []byte) error {
	if now, err := os.ReadFile(name); err == nil && bytes.Equal(now, data) {
		return nil
	}
	return os.WriteFile(name, data, 0o644)
}
