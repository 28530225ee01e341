export interface Book {
  id: string;
  title: string;
  author?: string;
  tags?: string[];
  shelf?: { place: { row: number } };
}

export const emma: Book = { id: 'e', title: 'Emma' };
export const persuasion: Book = { id: 'p', title: 'Persuasion' };
export const villette: Book = { id: 'v', title: 'Villette', author: 'Charlotte Brontë' };

export const byTitle = (a: Book, b: Book) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);
