package networking

// Limits of rich presence, in bytes without the zero that ends a text in C.
const (
	MaxPresenceKey   = 63  // k_cchMaxRichPresenceKeyLength
	MaxPresenceValue = 255 // k_cchMaxRichPresenceValueLength; a connect string is one
)
