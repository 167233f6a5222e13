package rule

// Exception is one [exception.ID] table, compiled: a call that it certainly
// describes is none of a rule's business, or less of it.
type Exception struct {
	ID string
	// Rules are the ids of the rules whose findings it relaxes.
	Rules  []string
	Match  []Pattern
	When   []When
	Reason string
	// Until is the last day on which it holds, as 2027-01-31; "" for ever.
	Until string
	// Decision is what the finding becomes: None or Ask.
	Decision Decision
}

// Override is one [override.ID] table: another decision for a rule.
type Override struct {
	Rule     string
	Decision Decision
}
