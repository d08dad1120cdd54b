/// Why a bank file is not read. Nothing of it is recorded then.
public enum BankFileDefect: Error, Hashable, Sendable {
    /// It is longer than files of banks are.
    case tooLong
    /// It has more lines than are held in memory.
    case tooManyLines
    /// It is not in UTF-8, or declares another encoding.
    case encoding
    /// It has a document type, which could define entities.
    case documentType
    /// It is no XML document, or ends early.
    case notWellFormed
    /// Its elements are nested more deeply than those of any message.
    case tooDeep
    /// It is another message, or another version of it.
    case otherMessage
    /// It lacks an element, which is named by its path.
    case missing(String)

    /// The reason, for a clerk.
    public var french: String { text.french }
    /// The reason in English.
    public var english: String { text.english }

    private var text: (french: String, english: String) {
        switch self {
        case .tooLong: ("Ce fichier est trop long.", "This file is too long.")
        case .tooManyLines: ("Ce fichier a trop de lignes.", "This file has too many lines.")
        case .encoding: ("Ce fichier n'est pas codé en UTF-8.", "This file is not encoded in UTF-8.")
        case .documentType:
            ("Ce fichier contient une déclaration DOCTYPE.", "This file contains a DOCTYPE declaration.")
        case .notWellFormed:
            ("Ce fichier n'est pas un document XML complet.", "This file is not a complete XML document.")
        case .tooDeep: ("Les éléments de ce fichier sont trop imbriqués.", "The elements of this file are nested too deeply.")
        case .otherMessage:
            (
                "Ce fichier n'est ni un pain.002 (.001.03, .001.12) ni un camt.054 (.001.02, .001.08).",
                "This file is neither a pain.002 (.001.03, .001.12) nor a camt.054 (.001.02, .001.08)."
            )
        case .missing(let path): ("Il manque à ce fichier l'élément \(path).", "This file lacks the element \(path).")
        }
    }
}
