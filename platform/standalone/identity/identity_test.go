package identity

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

func in(dir string) func() (string, error) { return func() (string, error) { return dir, nil } }

func TestAnIdentityIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	first, err := Load(dir)
	require.NoError(t, err)
	first.Release()
	again, err := Load(dir)
	require.NoError(t, err)
	defer again.Release()
	require.Equal(t, first.SteamID, again.SteamID)

	for name, mode := range map[string]os.FileMode{"": 0o700 | os.ModeDir, "identity.pem": 0o600, "identity.lock": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode(), "of %q", name)
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2, "nothing else is left lying about")
}

func TestASecondInstanceIsSomebodyElse(t *testing.T) {
	dir := in(t.TempDir())
	log := slog.New(slog.DiscardHandler)
	first := Choose("", dir, log)
	second := Choose("", dir, log)
	third := Choose("", dir, log)
	require.NotEqual(t, first.SteamID, second.SteamID)
	require.NotEqual(t, second.SteamID, third.SteamID)
	second.Release()
	require.NotEqual(t, first.SteamID, Choose("", dir, log).SteamID, "the first still runs")
	first.Release()
	fourth := Choose("", dir, log)
	require.Equal(t, first.SteamID, fourth.SteamID)
	fourth.Release()
}

func TestASteamIDIsItsKeysFingerprint(t *testing.T) {
	id := FromText("a").SteamID
	require.Equal(t, steamtypes.UniverseDev, id.Universe())
	require.Equal(t, steamtypes.AccountAnonUser, id.Type())
	require.True(t, id.CanHoldSession())
	require.Equal(t, id, FromText("a").SteamID)
	require.NotEqual(t, id, FromText("b").SteamID)
	require.NotEqual(t, id, Ephemeral().SteamID)
	peer, err := steamtypes.PeerID(int64(id))
	require.NoError(t, err)
	require.Equal(t, id, peer)
	// Scripts and saved games may hold it: the rule must not change.
	require.Equal(t, "337562633677805529", id.String())
}

func TestAKeyFileThatCannotBeUsed(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(other)
	require.NoError(t, err)
	for _, c := range []struct{ name, content, text string }{
		{"empty", "", " is not a PEM file: move it away to get a new identity"},
		{"text", "not a key", " is not a PEM file: move it away to get a new identity"},
		{"a PEM of rubbish", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1, 2, 3}})),
			": move it away to get a new identity"},
		{"another kind of key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
			" holds a key that is not Ed25519: move it away to get a new identity"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "identity.pem")
			require.NoError(t, os.WriteFile(path, []byte(c.content), 0o600))
			_, err := Load(dir)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, c.text)

			var log strings.Builder
			id := Choose("", in(dir), slog.New(slog.NewTextHandler(&log, nil)))
			require.Nil(t, id.lock, "somebody new, for this run")
			require.Contains(t, log.String(), "the Steam ID of this run will not last")
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, c.content, string(content), "the file is left for its owner to look at")
		})
	}
}

func TestWithoutAPlaceForAKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	var log strings.Builder
	id := Choose("", in(file), slog.New(slog.NewTextHandler(&log, nil)))
	require.True(t, id.SteamID.CanHoldSession())
	require.Contains(t, log.String(), "will not last")
}

func TestACertificateHoldsTheKeyAndNothingElse(t *testing.T) {
	id := FromText("a")
	c, err := id.Certificate()
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(c.Certificate[0])
	require.NoError(t, err)
	require.Equal(t, id.SteamID, SteamIDOf(parsed.PublicKey.(ed25519.PublicKey)))
	require.Empty(t, parsed.Subject.String())
	require.Empty(t, parsed.DNSNames)
}
