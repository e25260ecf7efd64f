// Keys and certificates made on the spot: a CA, servers that are right, expired or somebody else, a client.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

namespace aiorun::test_server {

struct Identity {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> certificate;

    /// PATH.pem and PATH.key.
    void save(const std::string& path) const {
        FILE* file = std::fopen((path + ".pem").c_str(), "w");
        PEM_write_X509(file, certificate.get());
        std::fclose(file);
        file = std::fopen((path + ".key").c_str(), "w");
        PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
    }
};

struct CertificateOptions {
    std::string name = "test";
    std::string alternative_names{};  ///< `DNS:localhost,IP:127.0.0.1`
    long from = -3600;                ///< seconds from now
    long until = 86'400;
    bool is_authority = false;
};

inline void add_extension(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// Signed by `issuer`, or by itself.
[[nodiscard]] inline Identity make_identity(const CertificateOptions& options,
                                            const Identity* issuer = nullptr) {
    Identity made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
    X509* certificate = made.certificate.get();
    static long serial = 1;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), options.from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), options.until);
    X509_set_pubkey(certificate, made.key.get());
    const auto* name = reinterpret_cast<const unsigned char*>(options.name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, -1, -1, 0);
    const Identity& signer = issuer == nullptr ? made : *issuer;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
    add_extension(certificate, NID_basic_constraints, options.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!options.alternative_names.empty()) {
        add_extension(certificate, NID_subject_alt_name, options.alternative_names);
    }
    X509_sign(certificate, signer.key.get(), EVP_sha256());
    return made;
}

}  // namespace aiorun::test_server
