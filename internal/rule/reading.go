package rule

// Reading is one [mcp.ID] table, compiled: as which commands a call of
// a tool is judged that an agent has besides its shell.
type Reading struct {
	ID string
	// Tools are globs of the tools' names, Servers of those of their servers; any
	// where there is none.
	Tools, Servers []string
	// As are the commands, each as words with {fields} of the call's input.
	As []string
	// Dir are the fields that name the directory, Write those that name a file
	// which is written, and Content those that hold what will stand in it. The
	// first that is there counts.
	Dir, Write, Content []string
	// Guess is set for a row that knows tools by their fields alone: what it reads
	// asks where it would be refused, and says nothing else.
	Guess bool
}
