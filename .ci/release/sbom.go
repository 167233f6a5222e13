package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// bom is a bill of materials in CycloneDX 1.6 (ECMA-424), the part of it that Go's
// own account of a program can fill. The format's library would bring a second
// tree of modules into the sources for these few fields.
type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn,omitempty"`
}

// materials is the bill of an archive: every module that is linked into one of its
// programs, with the sum by which the go command knows its content, and Go itself.
func materials(name string, t target, infos []*debug.BuildInfo, made time.Time) ([]byte, error) {
	main := library(infos[0].Main.Path, version(infos[0]))
	main.Type = "application"
	main.Properties = append(settings(infos[0]), property{"tagout:target", t.String()})
	b := bom{
		Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata:   metadata{Timestamp: made.Format(time.RFC3339), Component: main},
		Components: []component{library("std", strings.TrimPrefix(infos[0].GoVersion, "go"))},
	}
	for _, m := range modules(infos) {
		if m.Replace != nil {
			return nil, fmt.Errorf("%s is replaced by %s: a release is built of what go.mod names", m.Path, m.Replace.Path)
		}
		c := library(m.Path, m.Version)
		c.Properties = []property{{"go:sum", m.Sum}}
		b.Components = append(b.Components, c)
	}
	all := dependency{Ref: main.Ref}
	for _, c := range b.Components {
		all.On = append(all.On, c.Ref)
	}
	b.Dependencies = []dependency{all}
	b.Serial = serial(name, b.Components)
	text, err := json.MarshalIndent(b, "", "  ")
	return append(text, '\n'), err
}

// library is a module by its package URL, whose names are in lower case
// (package-url/purl-spec, type golang).
func library(path, version string) component {
	url := "pkg:golang/" + strings.ToLower(path) + "@" + version
	return component{Type: "library", Ref: url, Name: path, Version: version, PURL: url}
}

// settings are those of the build that tell sources and system.
func settings(info *debug.BuildInfo) []property {
	var out []property
	for _, s := range info.Settings {
		if strings.HasPrefix(s.Key, "vcs") || strings.HasPrefix(s.Key, "-") || strings.HasPrefix(s.Key, "GO") || s.Key == "CGO_ENABLED" {
			out = append(out, property{"go:" + s.Key, s.Value})
		}
	}
	return out
}

// serial makes an identifier of the content, a UUID of version 8 (RFC 9562): a
// random one would make each build another.
func serial(name string, components []component) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v", name, components))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
