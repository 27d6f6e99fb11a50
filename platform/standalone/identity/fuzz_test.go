package identity

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
)

// FuzzKey reads what may lie where the key does.
func FuzzKey(f *testing.F) {
	der, err := x509.MarshalPKCS8PrivateKey(FromText("alice").key)
	if err != nil {
		f.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if key, err := parseKey(text); err == nil {
			newIdentity(key)
		}
	})
}
