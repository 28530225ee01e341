import { type Ask, type ListArg, PAGE_SIZE, type Post } from './posts-api.ts';

/** The server as it is: a list of posts, all that each post was ever called, and what is no more. */
export class PostsServer {
  posts: Post[] = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((id) => ({
    id,
    title: `${id} 0`,
    starred: false,
  }));
  readonly titles = new Map<string, string[]>(this.posts.map(({ id, title }) => [id, [title]]));
  #count = 0;

  /** Does what is asked and answers, as the server of now. `undefined` if it will not. */
  process(ask: Ask): unknown {
    switch (ask.kind) {
      case 'getPosts':
        return structuredClone(this.list(ask.arg));
      case 'getPost':
        return structuredClone(this.posts.find(({ id }) => id === ask.arg) ?? null);
      case 'getFeed':
        return structuredClone(this.list({ only: 'all', page: ask.page }));
      case 'renamePost':
        return this.change(ask.arg.id, { title: ask.arg.title });
      case 'starPost':
        return this.change(ask.arg.id, { starred: ask.arg.starred });
      case 'addPost':
        return structuredClone(this.add(ask.arg.title));
      case 'removePost':
        this.posts = this.posts.filter(({ id }) => id !== ask.arg.id);
        return null;
    }
  }

  list({ only, page }: ListArg): Post[] {
    const listed = this.posts.filter(({ starred }) => only === 'all' || starred);
    return listed.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  change(id: string, changes: Partial<Post>): Post | undefined {
    const post = this.posts.find((one) => one.id === id);
    if (post === undefined) return undefined;
    Object.assign(post, changes);
    if (changes.title !== undefined) this.titles.get(id)?.push(changes.title);
    return structuredClone(post);
  }

  add(title: string): Post {
    this.#count += 1;
    const post = { id: `s${this.#count}`, title, starred: false };
    this.posts.unshift(post);
    this.titles.set(post.id, [title]);
    return post;
  }
}
