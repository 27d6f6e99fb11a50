package steamtypes

// Limits of rich presence, in bytes without the zero that ends a text in C.
const (
	MaxPresenceKey   = 63  // k_cchMaxRichPresenceKeyLength
	MaxPresenceValue = 255 // k_cchMaxRichPresenceValueLength; a connect string is one
	MaxPresenceKeys  = 30  // k_cchMaxRichPresenceKeys
)

// ErrPresenceKeys is why rich presence takes no further key.
var ErrPresenceKeys = refuse("it is refused, mostly because there are %d keys already: "+
	"delete one (an empty value does), or call clearRichPresence()", MaxPresenceKeys)

// ErrPresenceText is why rich presence takes no text that others could not read.
var ErrPresenceText = refuse("a key or a value is too long, or no UTF-8")
