package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"tagout/internal/harness"
	"tagout/internal/settings"
)

// trustedHook is what Codex says of a hook: hooks/list of its app server.
// https://developers.openai.com/codex/hooks.md and the schemas that `codex
// app-server generate-json-schema` of 0.169 writes.
type trustedHook struct {
	Key         string `json:"key"`
	Command     string `json:"command"`
	SourcePath  string `json:"sourcePath"`
	CurrentHash string `json:"currentHash"`
	TrustStatus string `json:"trustStatus"`
	Enabled     bool   `json:"enabled"`
}

// appServer is Codex's own program, spoken to by JSON-RPC, a line a message.
type appServer struct {
	in   io.Writer
	out  *bufio.Reader
	last int
	home string
}

// appServerTime bounds a conversation with it.
const appServerTime = 30 * time.Second

// withAppServer starts Codex's app server for a conversation.
func (c command) withAppServer(program, dir string, talk func(*appServer) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), appServerTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "app-server")
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s := &appServer{in: in, out: bufio.NewReader(out)}
	if err = s.greet(); err == nil {
		err = talk(s)
	}
	cancel()
	_ = cmd.Wait() // it was told to end
	return err
}

func (s *appServer) greet() error {
	var hello struct {
		CodexHome string `json:"codexHome"`
	}
	client := map[string]any{"clientInfo": map[string]string{"name": "tagout", "title": "tagout", "version": "1"}}
	if err := s.call("initialize", client, &hello); err != nil {
		return err
	}
	s.home = hello.CodexHome
	return s.send(map[string]any{"jsonrpc": "2.0", "method": "initialized"})
}

func (s *appServer) send(message any) error {
	data, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = s.in.Write(append(data, '\n'))
	return err
}

// call asks and waits for the answer, past whatever else is told meanwhile.
func (s *appServer) call(method string, params, result any) error {
	s.last++
	if err := s.send(map[string]any{"jsonrpc": "2.0", "id": s.last, "method": method, "params": params}); err != nil {
		return err
	}
	for {
		line, err := s.out.ReadBytes('\n')
		if err != nil {
			return fmt.Errorf("no answer to %s: %w", method, err)
		}
		var answer struct {
			ID     int             `json:"id"`
			Result json.RawMessage `json:"result"`
			Error  *struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if json.Unmarshal(line, &answer) != nil || answer.ID != s.last || answer.Result == nil && answer.Error == nil {
			continue // a notification, or a request of its own
		}
		if answer.Error != nil {
			return fmt.Errorf("%s: %s", method, answer.Error.Message)
		}
		return json.Unmarshal(answer.Result, result)
	}
}

// hooks are tagout's hooks that Codex knows in a directory.
func (s *appServer) hooks(dir string) (out []trustedHook, err error) {
	var answer struct {
		Data []struct {
			Hooks []trustedHook `json:"hooks"`
		} `json:"data"`
	}
	if err := s.call("hooks/list", map[string]any{"cwds": []string{dir}}, &answer); err != nil {
		return nil, err
	}
	for _, d := range answer.Data {
		for _, h := range d.Hooks {
			if settings.CallsHook(h.Command) {
				out = append(out, h)
			}
		}
	}
	return out, nil
}

// trust keeps a hook's hash as that of one a person has reviewed. Codex writes
// its configuration itself, and so keeps comments and order.
func (s *appServer) trust(h trustedHook) error {
	edit := map[string]any{
		"keyPath": "hooks.state", "mergeStrategy": "upsert",
		"value": map[string]any{h.Key: map[string]any{"trusted_hash": h.CurrentHash}},
	}
	var ignored map[string]any
	return s.call("config/batchWrite", map[string]any{"edits": []any{edit}}, &ignored)
}

const (
	trusted      = "trusted"
	reviewByHand = "start codex, review the hook with /hooks and trust it; until then it runs every command without asking tagout"
)

// confirm has a harness trust the hook that was just written.
func (c command) confirm(t *site, dir string) error {
	if !t.r.Trusts || t.name == string(harness.Managed) { // that is trusted as it is
		return nil
	}
	program := c.onPath(t.h.Programs[0])
	if program == "" {
		_, err := fmt.Fprintf(c.out, "trust     %s is not on PATH: %s\n", t.h.Programs[0], reviewByHand)
		return err
	}
	err := c.withAppServer(program, dir, func(s *appServer) error { return c.trustIn(s, t, dir) })
	if err != nil {
		_, err = fmt.Fprintf(c.out, "trust     %s could not be asked (%v): %s\n", t.h.Title, err, reviewByHand)
	}
	return err
}

func (c command) trustIn(s *appServer, t *site, dir string) error {
	mine := func() (out []trustedHook, err error) {
		all, err := s.hooks(dir)
		for _, h := range all {
			if sameFile(h.SourcePath, t.settings) {
				out = append(out, h)
			}
		}
		if err == nil && len(out) == 0 {
			err = errors.New("it does not list the hook; a project's are read once the project is trusted")
		}
		return out, err
	}
	hooks, err := mine()
	if err != nil {
		return err
	}
	config := filepath.Join(s.home, "config.toml")
	before, err := readIfThere(config)
	if err != nil {
		return err
	}
	for _, h := range hooks {
		if h.TrustStatus == trusted {
			continue
		}
		if before != nil && !bytes.Contains(before, []byte(quoted(h.Key))) {
			if _, err := backUp(config, before); err != nil {
				return err
			}
		}
		if err := s.trust(h); err != nil {
			return err
		}
	}
	if hooks, err = mine(); err != nil {
		return err
	}
	if slices.ContainsFunc(hooks, func(h trustedHook) bool { return h.TrustStatus != trusted }) {
		return errors.New("it does not trust the hook")
	}
	_, err = fmt.Fprintf(c.out, "trust     %s trusts the hook as it is; a change of it has to be trusted again\n", t.h.Title)
	return err
}

func sameFile(a, b string) bool {
	one, err := filepath.EvalSymlinks(a)
	if err != nil {
		return a == b
	}
	other, err := filepath.EvalSymlinks(b)
	return err == nil && one == other
}

// distrust takes the trust out of Codex's configuration, where that is all that
// was added to it since. Anything else is left: a hash of a hook that is no
// longer there does nothing.
func (c command) distrust(t *site) error {
	if !t.r.Trusts {
		return nil
	}
	home := c.env(t.h.HomeEnv)
	if home == "" {
		home = filepath.Join(c.env("HOME"), filepath.Base(t.h.Home))
	}
	config := filepath.Join(home, "config.toml")
	now, err := readIfThere(config)
	if err != nil || now == nil {
		return err
	}
	backup, err := readIfThere(config + backupSuffix)
	if err != nil || !onlyTrust(now, backup, t.settings) {
		return err
	}
	return c.restore(&site{scope: scope{settings: config, format: t.format}, h: t.h, r: t.r}, now, backup, backup)
}

// onlyTrust reports whether a configuration is the backup with nothing added but
// the trust in hooks of a file.
func onlyTrust(now, backup []byte, settings string) bool {
	is, was := map[string]any{}, map[string]any{}
	if toml.Unmarshal(now, &is) != nil || toml.Unmarshal(backup, &was) != nil || !bytes.HasPrefix(now, bytes.TrimRight(backup, "\r\n")) {
		return false
	}
	hooks, _ := is["hooks"].(map[string]any)
	state, _ := hooks["state"].(map[string]any)
	mine := 0
	for key := range state {
		if sameFile(hookSource(key), settings) {
			delete(state, key)
			mine++
		}
	}
	prune(is, "hooks", "state")
	prune(was, "hooks", "state")
	return mine > 0 && reflect.DeepEqual(is, was)
}

// hookSource is the file in the key of a hook: FILE:EVENT:GROUP:INDEX.
func hookSource(key string) string {
	for range 3 {
		key = key[:max(0, strings.LastIndexByte(key, ':'))]
	}
	return key
}

// prune takes empty tables out along a path.
func prune(table map[string]any, path ...string) {
	inner, ok := table[path[0]].(map[string]any)
	if !ok {
		return
	}
	if len(path) > 1 {
		prune(inner, path[1:]...)
	}
	if len(inner) == 0 {
		delete(table, path[0])
	}
}

// trusted asks a harness whether it would run the hook.
func (c command) trusted(p *patient) {
	if !p.r.Trusts || p.registered == 0 || p.still {
		return
	}
	program := c.onPath(p.h.Programs[0])
	if program == "" {
		p.good("trust", "%s is not on PATH, so it was not asked whether it trusts the hook", p.h.Programs[0])
		return
	}
	var hooks []trustedHook
	err := c.withAppServer(program, p.dir, func(s *appServer) (err error) {
		hooks, err = s.hooks(p.dir)
		return err
	})
	switch {
	case err != nil:
		p.bad("trust", reviewByHand, "%s could not be asked whether it trusts the hook: %v", p.h.Title, err)
	case len(hooks) == 0:
		p.bad("trust", "trust the project in Codex, or install for the user", "%s does not list the hook, so it does not run it", p.h.Title)
	}
	for _, h := range hooks {
		switch {
		case !h.Enabled:
			p.bad("trust", "enable it with /hooks", "%s: %s has the hook turned off", h.SourcePath, p.h.Title)
		case h.TrustStatus != trusted && h.TrustStatus != "managed":
			p.bad("trust", p.again(), "%s: the hook is %s, so %s runs every command without asking tagout", h.SourcePath, h.TrustStatus, p.h.Title)
		default:
			p.good("trust", "%s: %s lists the hook as %s", h.SourcePath, p.h.Title, h.TrustStatus)
		}
	}
}
