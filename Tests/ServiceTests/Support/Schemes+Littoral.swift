import Contracts
import ContractService

extension Schemes {
    /// The scheme of these tests: figures of its own, one of them learnt late.
    static let littoral = Schemes([.littoral])
}

extension Scheme {
    /// The file is checked by `SchemeReaderTests` too, which tell what is wrong with it.
    static let littoral: Scheme = {
        do { return try SchemeReader.read(PackageResources.littoral_2026_json).scheme } catch { preconditionFailure("\(error)") }
    }()
}
