package cli

import (
	"bytes"
	_ "embed" // the shims
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed shims/opencode.js
var shimOpenCode string

//go:embed shims/amp.ts
var shimAmp string

//go:embed shims/pi.ts
var shimPi string

//go:embed shims/cline.sh
var shimCline string

// ownFile is a file that holds nothing but the hook: a plugin in the language
// of its harness, or a program that the harness runs.
type ownFile struct{ name, h, program string }

// text is the file's.
func (f *ownFile) text() []byte {
	template := ""
	switch f.h {
	case "opencode":
		template = shimOpenCode
	case "amp":
		template = shimAmp
	case "pi":
		template = shimPi
	case "cline":
		template = shimCline
	}
	return []byte(strings.NewReplacer("PROGRAM", quoted(f.program), "WORD", shellWord(f.program)).Replace(template))
}

func (f *ownFile) add(before []byte) ([]byte, error) {
	if len(bytes.TrimSpace(before)) > 0 && !f.own(before) {
		return nil, wrong(fmt.Sprintf("let that file end with `tagout hook --harness=%s` and its own standard input, or move it away; nothing was changed", f.h),
			"%s is there already, and %s runs one file of that name", f.name, f.h)
	}
	return f.text(), nil
}

// own reports whether install wrote a file.
func (f *ownFile) own(data []byte) bool {
	return bytes.Contains(data, []byte("Written by `tagout install "+f.h+"`"))
}

func (f *ownFile) remove(now, backup []byte) ([]byte, error) {
	if !f.own(now) {
		return now, nil
	}
	return backup, nil
}

// find reads the program out of the file that install wrote.
func (f *ownFile) find(data []byte) ([]found, error) {
	if !f.own(data) {
		return nil, nil
	}
	var program string
	for _, line := range strings.Split(string(data), "\n") {
		if value, ok := strings.CutPrefix(line, "const TAGOUT = "); ok {
			if err := json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimSpace(value), ";")), &program); err != nil {
				return nil, err
			}
		}
	}
	if program == "" {
		return []found{{argv: []string{f.name}}}, nil
	}
	return []found{{argv: []string{program, "hook", "--harness=" + f.h}}}, nil
}
