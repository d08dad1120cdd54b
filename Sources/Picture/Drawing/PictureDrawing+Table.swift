import CivilTime
import Contracts
public import HTML

extension PictureDrawing {
    /// Tables with the content of the picture, each in a part of the page that scrolls.
    public func tables(_ table: PictureTable) -> HTML {
        let words = labels.table
        // The first and last row end with the picture's window: the caption states these days.
        let days = [table.rows.first?.period.from, table.rows.last?.period.through].compactMap(\.self).map(labels.day)
        let periods = region(
            "\(words.periodsCaption), \(days.joined(separator: " – "))",
            heads: [words.period, words.situation] + table.names + [words.payment], table.rows.map(row))
        if table.facts.isEmpty { return periods }
        let heads = [words.fact, words.effective, words.recorded, words.remark]
        return periods + region(words.factsCaption, heads: heads, table.facts.map(row))
    }

    private func region(_ caption: String, heads: [String], _ rows: [HTML]) -> HTML {
        """
        <div class="picture-table" role="region" aria-label="\(caption)" tabindex="0">
        <table><caption>\(caption)</caption>
        <thead><tr>\(heads.map { head -> HTML in "<th scope=\"col\"><bdi>\(head)</bdi></th>" })</tr></thead>
        <tbody>
        \(rows)</tbody></table></div>

        """
    }

    private func row(_ row: PictureTable.Row) -> HTML {
        let from = row.period.from.map(labels.day) ?? ""
        let through = row.period.through.map(labels.day) ?? ""
        let covers = row.covers.map { cell($0) { cover in signed(cover) } }
        return """
            <tr><th scope="row">\(from) – \(through)</th>\(cell(row.standing) { labels.standing($0, row.period).first ?? "" })\
            \(covers)\(cell(row.flows) { labels.flows($0).first ?? "" })</tr>

            """
    }

    private func signed(_ cover: Cover) -> String {
        let text = labels.cover(cover).first ?? ""
        return PieceSign(cover).map { "\($0.rawValue) \(text)" } ?? text
    }

    private func cell<Value>(_ cell: PictureTable.Cell<Value>, _ text: (Value) -> String) -> HTML {
        func words(_ value: Value) -> String {
            let text = text(value)
            return text.isEmpty ? labels.table.nothing : text
        }
        let before = cell.before.map { before -> HTML in "<s><span class=\"was\">\(labels.table.before)</span> \(words(before))</s><br>" }
        let value: HTML = "\(words(cell.value))"
        let linked = cell.target.map { target -> HTML in "<a href=\"\(address(target))\">\(value)</a>" }
        return "<td>\(before)\(linked ?? value)</td>"
    }

    private func row(_ row: PictureTable.FactRow) -> HTML {
        let fact = row.fact
        let remarks = [row.kind == .late ? nil : labels.words(for: row.kind), fact.daysLate.map(labels.daysLate)].compactMap { $0 }
        return """
            <tr><th scope="row"><a href="\(address(row.target))">\(fact.version)</a></th>\
            <td>\(fact.effectiveOn.map(labels.day) ?? labels.table.nothing)</td><td>\(labels.day(fact.recordedOn))</td>\
            <td>\(remarks.filter { !$0.isEmpty }.joined(separator: ", "))</td></tr>

            """
    }
}
