// Package transcript finds what was proposed in what harnesses keep of their
// conversations: Claude Code's transcripts, Codex's rollouts, Tagout's own record,
// and plain lists.
package transcript

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// Command is a command that was proposed once, or another use of a tool.
type Command struct {
	// Text is a shell's program.
	Text string
	// Event is what the harness would have sent of a tool that is no shell, and nil
	// for a shell's program. Which tools are judged is not known here.
	Event []byte
	// Dir is the directory it was proposed in, "" where that is not told.
	Dir string
	// Shell is the shell that was named beside it, "" for none.
	Shell string
	// Harness is who keeps such transcripts, "" for others.
	Harness string
}

// Line is a line that may hold commands.
type Line struct {
	Text []byte
	// Plain marks a command of a plain list.
	Plain bool
	// Dir is the directory of the conversation so far.
	Dir string
	// TooLong marks a line that is longer than what is read.
	TooLong bool
}

// maxLine bounds a line, in bytes.
const maxLine = 32 << 20

// Lines calls visit with each line of a stream that may hold commands, until it
// returns false. A stream whose first line is a JSON object is one of objects, any
// other a list with one command a line.
func Lines(in io.Reader, visit func(Line) bool) error {
	r := reader{in: bufio.NewReaderSize(in, 256<<10)}
	for {
		text, long, err := r.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if l, ok := r.line(text, long); ok && !visit(l) {
			return nil
		}
		if err != nil {
			return nil
		}
	}
}

type reader struct {
	in      *bufio.Reader
	started bool
	objects bool
	dir     string
}

// next reads a line. Of one that is too long only the beginning is kept.
func (r *reader) next() (text []byte, long bool, err error) {
	for {
		var part []byte
		part, err = r.in.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			long = true
		} else {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSpace(text), long, err
		}
	}
}

// line tells whether a line may hold a command, and follows the conversation's
// directory.
func (r *reader) line(text []byte, long bool) (Line, bool) {
	if len(text) == 0 {
		return Line{}, false
	}
	if !r.started {
		r.started, r.objects = true, text[0] == '{' && (long || json.Valid(text))
	}
	if !r.objects {
		return Line{Text: text, Plain: true, TooLong: long}, text[0] != '#'
	}
	if long {
		return Line{TooLong: true}, true
	}
	if contains(text, `"session_meta"`) || contains(text, `"turn_context"`) {
		var o object
		if json.Unmarshal(text, &o) == nil && o.Payload.Dir != "" {
			r.dir = o.Payload.Dir
		}
	}
	// Most of a conversation is talk and the output of tools; to look for a word is
	// far cheaper than to read all of it.
	return Line{Text: text, Dir: r.dir}, contains(text, `"tool_use"`) || contains(text, `_call"`) || contains(text, `"command"`)
}

func contains(text []byte, s string) bool { return bytes.Contains(text, []byte(s)) }

// object is what is read of a line, of whatever kind.
type object struct {
	// Tagout's record, and lists of objects.
	Command *string `json:"command"`
	Dir     string  `json:"dir"`
	Whole   bool    `json:"whole"`
	Harness string  `json:"harness"`
	Tool    string  `json:"tool"`
	// Claude Code.
	Cwd     string `json:"cwd"`
	Message struct {
		Content json.RawMessage `json:"content"`
	} `json:"message"`
	// Codex.
	Payload struct {
		Type      string `json:"type"`
		Dir       string `json:"cwd"`
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
		Arguments string `json:"arguments"`
		Input     string `json:"input"`
		Action    struct {
			Command []string `json:"command"`
			Dir     string   `json:"working_directory"`
		} `json:"action"`
	} `json:"payload"`
}

// block is a part of a message of Claude Code's.
type block struct {
	Type  string          `json:"type"`
	Name  string          `json:"name"`
	Input json.RawMessage `json:"input"`
}

// call are the arguments of Codex's shell tools: command is a list of words or a
// text, and cmd a text, as the tool has it.
type call struct {
	Command json.RawMessage `json:"command"`
	Cmd     string          `json:"cmd"`
	Dir     string          `json:"workdir"`
	Shell   string          `json:"shell"`
}

// Commands are the commands of a line. hidden says that the line is of a command
// which the record keeps no text of.
func (l *Line) Commands() (out []Command, hidden bool, err error) {
	if l.TooLong {
		return nil, false, errors.New("the line is too long")
	}
	if l.Plain {
		return []Command{{Text: string(l.Text)}}, false, nil
	}
	var o object
	if err := json.Unmarshal(l.Text, &o); err != nil {
		return nil, false, err
	}
	switch {
	case o.Whole:
		return nil, true, nil
	case o.Command != nil:
		if !shellTool(o.Tool) {
			return nil, false, nil
		}
		return []Command{{Text: *o.Command, Dir: first(o.Dir, o.Cwd), Harness: o.Harness}}, false, nil
	case len(o.Message.Content) > 0 && o.Message.Content[0] == '[':
		return claude(&o), false, nil
	}
	return codex(&o, l.Dir), false, nil
}

// shellTool reports whether what the record keeps of a tool is a shell's program,
// and not the path of a file.
func shellTool(name string) bool {
	switch name {
	case "Write", "Edit", "MultiEdit", "NotebookEdit", "PowerShell":
		return false
	}
	return true
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// claude are the uses of tools in a message.
func claude(o *object) (out []Command) {
	var blocks []block
	if json.Unmarshal(o.Message.Content, &blocks) != nil {
		return nil
	}
	for _, b := range blocks {
		if b.Type == "tool_use" {
			out = append(out, use("claude", b.Name, b.Input, o.Cwd))
		}
	}
	return out
}

// event is what Claude Code sends before the use of a tool, and Codex with a turn.
type event struct {
	Name  string          `json:"hook_event_name"`
	Turn  string          `json:"turn_id,omitempty"`
	Tool  string          `json:"tool_name"`
	Input json.RawMessage `json:"tool_input,omitempty"`
	Dir   string          `json:"cwd"`
}

// use is the use of a tool.
func use(harness, tool string, input json.RawMessage, dir string) Command {
	e := event{Name: "PreToolUse", Tool: tool, Input: input, Dir: dir}
	if harness == "codex" {
		e.Turn = "past"
	}
	text, err := json.Marshal(e)
	if err != nil { // the input was no JSON, and so the call none
		text = []byte("{}")
	}
	return Command{Event: text, Dir: dir, Harness: harness}
}

// codex is what an item of a rollout uses.
func codex(o *object, dir string) []Command {
	c := Command{Dir: dir, Harness: "codex"}
	switch p := &o.Payload; p.Type {
	case "local_shell_call":
		c.Text, c.Shell = script(p.Action.Command)
		c.Dir = first(p.Action.Dir, dir)
	case "custom_tool_call":
		if p.Name == patchTool {
			input, _ := json.Marshal(map[string]string{"input": p.Input})
			return []Command{use("codex", p.Name, input, dir)}
		}
	case "function_call":
		if tool := o.served(); tool != "" {
			return []Command{use("codex", tool, json.RawMessage(p.Arguments), dir)}
		}
		c.called(p.Arguments)
	}
	if c.Text == "" {
		return nil
	}
	return []Command{c}
}

// patchTool is Codex's tool that changes files.
const patchTool = "apply_patch"

// served is the name, as hooks are told it, of a tool that is no shell: that of
// patches, or one of a server, whose name stands before the tool's or beside it.
func (o *object) served() string {
	name, server := o.Payload.Name, o.Payload.Namespace
	const served = "mcp__"
	switch {
	case name == patchTool, strings.HasPrefix(name, served):
		return name
	case strings.HasPrefix(server, served):
		return strings.TrimSuffix(server, "__") + "__" + name
	}
	return ""
}

// called reads the arguments of a shell tool.
func (c *Command) called(arguments string) {
	var args call
	if json.Unmarshal([]byte(arguments), &args) != nil {
		return
	}
	var words []string
	if json.Unmarshal(args.Command, &words) == nil {
		c.Text, c.Shell = script(words)
	} else if json.Unmarshal(args.Command, &c.Text) != nil {
		c.Text = args.Cmd
	}
	c.Dir = first(args.Dir, c.Dir)
	c.Shell = first(args.Shell, c.Shell)
}

// script is the program that a list of words gives to a shell, or else the words
// as a command.
func script(words []string) (text, shell string) {
	if len(words) == 3 && (words[1] == "-lc" || words[1] == "-c") {
		return words[2], words[0]
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return strings.Join(quoted, " "), ""
}

// quote writes a word so that every shell reads it as it is.
func quote(w string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,", r)
	}
	if w != "" && strings.IndexFunc(w, func(r rune) bool { return !plain(r) }) < 0 {
		return w
	}
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
}
