// Package defaults holds the built-in policy as it is written, for what needs
// more than the compiled form keeps: the examples of its rules.
package defaults

import "embed"

// Files are the files of the built-in policy.
//
//go:embed *.toml
var Files embed.FS
