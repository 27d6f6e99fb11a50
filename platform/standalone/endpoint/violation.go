package endpoint

// Violation is the error that a peer's breach of a protocol is: what it must not send. Its connection is closed for it,
// with [CodeViolation].
type Violation string

func (v Violation) Error() string { return "protocol violation: " + string(v) }
