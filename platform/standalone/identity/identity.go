package identity

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"godotsteam/internal/files"
	"godotsteam/platform/standalone/machine"
	"godotsteam/steamtypes"
)

// Identity is a key, and the Steam ID that is its fingerprint.
type Identity struct {
	key     ed25519.PrivateKey
	SteamID steamtypes.SteamID
	lock    *flock.Flock // held while the key file is ours; nil for other keys

	lifeFile string // where the number of the last run is kept; "" for other keys
}

// SteamIDOf returns the Steam ID that a key proves: universe Dev and type
// AnonUser, which no real account has, and 52 bits of the key's SHA-256.
func SteamIDOf(key ed25519.PublicKey) steamtypes.SteamID {
	sum := sha256.Sum256(key)
	hash := binary.BigEndian.Uint64(sum[:8]) >> 12
	return steamtypes.SteamID(steamtypes.UniverseDev)<<56 |
		steamtypes.SteamID(steamtypes.AccountAnonUser)<<52 | steamtypes.SteamID(hash)
}

func newIdentity(key ed25519.PrivateKey) *Identity {
	return &Identity{key: key, SteamID: SteamIDOf(key.Public().(ed25519.PublicKey))}
}

// Choose returns who this process is: who a text stands for, or whose key is kept in a directory. Without a place to
// keep a key, or as a second instance, it is somebody new.
func Choose(text string, directory func() (string, error), log *slog.Logger) *Identity {
	if text != "" {
		return FromText(text)
	}
	dir, err := directory()
	if err == nil {
		var id *Identity
		if id, err = Load(dir); err == nil {
			return id
		}
	}
	if !errors.Is(err, ErrInUse) {
		log.Warn("the Steam ID of this run will not last: the identity could not be kept; "+
			"GODOTSTEAM_DATA_DIR may name another folder for it", "reason", err)
	}
	return Ephemeral()
}

// FromText returns the identity that a text stands for. Whoever knows the text can speak as it: this is for tests and
// demos. (Lan is what the platform was called; the word stays, or all these Steam IDs would change.)
func FromText(text string) *Identity {
	seed := sha256.Sum256([]byte("godotsteam lan identity\x00" + text))
	return newIdentity(ed25519.NewKeyFromSeed(seed[:]))
}

// Ephemeral returns an identity that lasts as long as the process.
func Ephemeral() *Identity {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return newIdentity(key)
}

// ErrInUse says that another process on this machine holds the key.
var ErrInUse = errors.New("another process uses this computer's identity")

// Load returns the identity kept in a directory, and makes one the
// first time. The key file is readable by its owner alone, and locked while
// this process lives.
func Load(dir string) (*Identity, error) {
	if err := machine.OwnFolder(dir); err != nil { // before there is a secret in it
		return nil, err
	}
	lock := machine.NewLock(filepath.Join(dir, "identity.lock"), os.O_CREATE)
	ok, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrInUse
	}
	key, err := readOrMakeKey(filepath.Join(dir, "identity.pem"))
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	id := newIdentity(key)
	id.lock, id.lifeFile = lock, filepath.Join(dir, "identity.life")
	return id, nil
}

// maxKeyFile is far more than a key needs.
const maxKeyFile = 16 << 10

func readOrMakeKey(path string) (ed25519.PrivateKey, error) {
	text, err := files.ReadSmall(path, maxKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	var key ed25519.PrivateKey
	if err == nil {
		key, err = parseKey(text)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w: move it away to get a new identity", path, err)
	}
	return key, nil
}

func parseKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("is not a PEM file")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("can't be read (%w)", err)
	}
	ed, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("holds a key that is not Ed25519")
	}
	return ed, nil
}

// makeKey writes a new key whole or not at all.
func makeKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err := machine.WriteAtomically(path, text); err != nil {
		return nil, err
	}
	return key, nil
}

// Release gives the key file back.
func (id *Identity) Release() {
	if id.lock != nil {
		id.lock.Unlock() //nolint:errcheck // the process's end does the same
	}
}

// Certificate wraps the key for TLS, which proves it in the handshake. Nobody
// looks at anything in it but the key.
func (id *Identity) Certificate() (tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Unix(0, 0),
		NotAfter:     time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, id.key.Public(), id.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: id.key}, nil
}

// Sign returns this identity's proof of a message: its key and the signature.
func (id *Identity) Sign(message []byte) []byte {
	key := id.key.Public().(ed25519.PublicKey)
	return append(slices.Clone([]byte(key)), ed25519.Sign(id.key, message)...)
}

// Verify reports whether a proof is that of the Steam ID's owner.
func Verify(author steamtypes.SteamID, message, proof []byte) bool {
	if len(proof) != ed25519.PublicKeySize+ed25519.SignatureSize {
		return false
	}
	key := ed25519.PublicKey(proof[:ed25519.PublicKeySize])
	return SteamIDOf(key) == author && ed25519.Verify(key, message, proof[ed25519.PublicKeySize:])
}
