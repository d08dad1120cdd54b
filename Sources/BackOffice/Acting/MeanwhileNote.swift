import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// The facts that others recorded since the preview, whose version is in the address; nil without a version.
    func meanwhile(_ query: PageFields, _ context: ActContext) -> HTML? {
        query["since"].flatMap { Int($0) }.map { meanwhile($0, context) }
    }

    private func meanwhile(_ version: Int, _ context: ActContext) -> HTML {
        let visit = context.visit
        let told = context.record.entries.filter { $0.version > version }.map { entry -> HTML in
            """
            <li>\(context.link(to: entry.version)), \(visit("par", "by")) <bdi>\(entry.recordedBy)</bdi>, \
            \(entry.recorded.recordedAt.written(in: visit.language))</li>

            """
        }
        let nothing = visit("Rien de ce que vous avez écrit n'est enregistré.", "Nothing of what you wrote is recorded.")
        let look = visit("Relisez ce que cela change maintenant.", "Read again what this changes now.")
        if told.isEmpty {
            let other = visit("Ce que cela change n'est plus ce que vous aviez lu.", "What this changes is no longer what you read.")
            return "<p><strong>\(other)</strong> \(nothing) \(look)</p>\n"
        }
        return """
            <p><strong>\(visit("Entre-temps, le dossier a changé.", "Meanwhile the file has changed."))</strong> \(nothing) \(look)</p>
            <ul>
            \(told)</ul>

            """
    }
}
